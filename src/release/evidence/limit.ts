/** A limit of time for something that may also be stopped. */
export interface Limit {
  /** Aborts when the time is over, or when it is stopped. */
  readonly signal: AbortSignal;
  /** Whether the time was over. */
  readonly isLate: boolean;
  /** Ends the limit. */
  end(): void;
}

/** AbortSignal.any does the same, but not in every version of Node 20. */
export function startLimit(milliseconds: number, stopped: AbortSignal | undefined): Limit {
  const controller = new AbortController();
  const abort = () => controller.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    abort();
  }, milliseconds);
  stopped?.addEventListener("abort", abort, { once: true });
  if (stopped?.aborted) abort();
  return {
    signal: controller.signal,
    get isLate() {
      return isLate;
    },
    end: () => {
      clearTimeout(timer);
      stopped?.removeEventListener("abort", abort);
    },
  };
}
