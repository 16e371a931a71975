export const mode = await Promise.resolve("fast");
