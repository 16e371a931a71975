export const replicas: number = "three";
