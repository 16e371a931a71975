import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { SECTIONS } from "./sections.js";

/** One case of a section. */
export interface Job {
  readonly section: string;
  readonly index: number;
  readonly releases: number;
}

/** Every case of every section. */
export function jobsOf(releases: number): Job[] {
  return Object.entries(SECTIONS).flatMap(([section, { cases }]) =>
    cases.map((_, index) => ({ section, index, releases })),
  );
}

/**
 * The results of all jobs, in their order. Each processor has a process, since a thread does not load TypeScript on Node 20.
 * `done` is called after each job with how many are done.
 */
export function runOnProcesses(jobs: readonly Job[], done: (count: number) => void): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const results: unknown[] = [];
    let next = 0;
    let finished = 0;
    const processes = Array.from({ length: Math.min(availableParallelism(), jobs.length) }, () =>
      fork(join(__dirname, "process.ts")),
    );
    const feed = (child: ChildProcess) => {
      const index = next++;
      const job = jobs[index];
      if (job === undefined) return child.disconnect();
      child.once("message", (result) => {
        results[index] = result;
        done(++finished);
        if (finished === jobs.length) resolve(results);
        feed(child);
      });
      child.send(job);
    };
    for (const child of processes) {
      child.on("exit", (code) => {
        if (code === 0) return;
        reject(new Error(`a process of the benchmark ended with ${code}`));
        for (const other of processes) other.kill();
      });
      feed(child);
    }
  });
}
