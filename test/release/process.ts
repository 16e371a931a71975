import type { Job } from "./processes.js";
import { SECTIONS } from "./sections.js";

// A process of `npm run bench:release`: runs the jobs that it is sent, until its parent has no more.

process.on("message", ({ section, index, releases }: Job) => {
  process.send?.(SECTIONS[section].cases[index](releases));
});
