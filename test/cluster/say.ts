const started = Date.now();

/** Columns of the screen. Infinity without one: nothing is then too wide. */
export function screenWidth(): number {
  if (process.env.COLUMNS) return Number(process.env.COLUMNS) || Number.POSITIVE_INFINITY;
  return process.stdout.columns ?? Number.POSITIVE_INFINITY;
}

/** Prints what happens now, with the minutes and seconds since the start. */
export function say(text: string): void {
  const seconds = Math.round((Date.now() - Number(process.env.CLUSTER_TEST_STARTED ?? started)) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  process.stdout.write(`${clock.padStart(6)}  ${text}\n`);
}

/** Prints what happens now, and the elapsed time during long work. */
export async function during<T>(text: string, work: () => Promise<T>): Promise<T> {
  say(text);
  const began = Date.now();
  const timer = setInterval(() => say(`  … ${Math.round((Date.now() - began) / 1000)} s`), 30_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
