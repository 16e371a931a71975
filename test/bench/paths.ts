import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "../..");
/** The package as a program imports it. */
export const ENTRY = join(ROOT, "dist/index.js");
/** Programs that measure something in a process of their own. */
export const WORKERS = join(__dirname, "workers");
