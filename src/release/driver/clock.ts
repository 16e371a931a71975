import type { Clock } from "./ports.js";

/** The clock of this machine. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, stopped) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stopped.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      stopped.addEventListener("abort", end);
      if (stopped.aborted) end();
    }),
};
