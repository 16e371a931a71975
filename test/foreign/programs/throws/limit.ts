export const limit: number = 120;
