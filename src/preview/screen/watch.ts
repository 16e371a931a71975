import type { Terminal } from "./terminal.js";

/** Milliseconds between the end of a read and the next one. */
const PAUSE = 2000;

/** Runs `step` again and again until stopped. The pause ends at once then. */
export async function repeat(
  step: () => Promise<void>,
  stopped: AbortSignal,
  pause: (milliseconds: number, stopped: AbortSignal) => Promise<void> = sleep,
): Promise<void> {
  const stop = new Promise<void>((resolve) =>
    stopped.addEventListener("abort", () => resolve(), { once: true }),
  );
  while (!stopped.aborted) {
    // A read that still runs is abandoned: it changes nothing.
    await Promise.race([step(), stop]);
    await Promise.race([pause(PAUSE, stopped), stop]);
  }
}

/** Aborted by Ctrl-C, or when the process is asked to end. `release` gives these signals back to Node.js. */
export function untilSignal(): { readonly stopped: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const abort = () => controller.abort();
  for (const signal of signals) process.on(signal, abort);
  const release = () => {
    for (const signal of signals) process.removeListener(signal, abort);
  };
  return { stopped: controller.signal, release };
}

/**
 * Shows one text after another. On a screen, each takes the place of the one before; what does not fit is cut, and the last
 * line counts it. Elsewhere a text is printed only if it differs from the one before.
 */
export class Frames {
  #last: string | undefined;

  constructor(readonly terminal: Terminal) {}

  show(lines: readonly string[]): void {
    const size = this.terminal.screen();
    const text = lines.join("\n");
    if (size) this.#redraw(lines, size.rows);
    else if (text !== this.#last) this.terminal.print(...(this.#last === undefined ? [] : [""]), ...lines);
    this.#last = text;
  }

  #redraw(lines: readonly string[], rows: number): void {
    const room = Math.max(2, rows - 1); // the cursor is on the line below
    const shown =
      lines.length <= room
        ? lines
        : [
            ...lines.slice(0, room - 1),
            `… ${lines.length - room + 1} more lines; a taller window shows them`,
          ];
    const clear = this.#last === undefined ? "\u001b[2J" : "";
    this.terminal.print(`${clear}\u001b[H${shown.map((line) => `${line}\u001b[K`).join("\n")}\u001b[J`);
  }
}

function sleep(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stopped.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
