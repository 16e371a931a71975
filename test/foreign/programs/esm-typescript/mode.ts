export const mode: string = await Promise.resolve("fast");
