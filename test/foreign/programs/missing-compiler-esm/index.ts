export const replicas: number = 3;
