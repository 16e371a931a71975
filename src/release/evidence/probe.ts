import type { EvidenceQuestion, Period, StepWindow } from "../driver/ports.js";
import { type Counts, NO_COUNTS, sumOf } from "../judgement/counts.js";
import { type ProbeOutcome, type ProbeSpec, sendProbe } from "./probeSend.js";

/** Probes of both sides, which run until they are stopped. */
export interface Probes {
  /** The complete windows of the periods, as far as this process has probed in them. */
  windows(periods: readonly Period[], window: number): StepWindow[];
  /** Why probes cannot be sent at the moment. */
  readonly problem: string | undefined;
  /** When the first probe was sent, in milliseconds since 1970. */
  readonly since: number;
  stop(): void;
}

/** Sends one probe to a target. Never rejects. */
export type SendProbe = (target: string, spec: ProbeSpec, stopped: AbortSignal) => Promise<ProbeOutcome>;

/** Highest pace. A probe is a sample of the answers, not a load test. */
const MOST_PER_SECOND = 100;
const LEAST_PER_SECOND = 0.01;

/** Times are kept to this many milliseconds. */
const SLOT = 100;

/**
 * Sends requests to both sides at a steady pace, and counts those without a good answer.
 *
 * This source is the exception to a driver without state: the counts are in the memory of this process. A driver that is
 * started again counts from 0, and a step that nobody runs gets no evidence from probes.
 */
export function startProbes(spec: ProbeSpec, now: () => number, send: SendProbe = sendProbe): Probes {
  const stopping = new AbortController();
  const slots = { canary: new Map<number, Counts>(), stable: new Map<number, Counts>() };
  const problems = { canary: undefined as string | undefined, stable: undefined as string | undefined };
  const since = now();
  let pending = 0;
  const perSecond = Math.min(Math.max(spec.perSecond, LEAST_PER_SECOND), MOST_PER_SECOND);
  // Without a limit, probes would pile up when this process cannot keep up.
  const mostPending = Math.ceil(2 * perSecond * (spec.timeout + 1));

  const probe = async (side: "canary" | "stable") => {
    if (pending >= mostPending) return;
    pending += 1;
    const at = now();
    const outcome = await send(spec[side], spec, stopping.signal);
    pending -= 1;
    if (stopping.signal.aborted) return;
    problems[side] = outcome.kind === "unknown" ? `${side}: ${outcome.reason}` : undefined;
    if (outcome.kind === "unknown") return;
    const slot = Math.floor(at / SLOT);
    const { bad, total } = slots[side].get(slot) ?? NO_COUNTS;
    slots[side].set(slot, { bad: bad + (outcome.kind === "bad" ? 1 : 0), total: total + 1 });
  };

  const both = () => void Promise.all([probe("canary"), probe("stable")]);
  const timer = setInterval(both, 1000 / perSecond);
  timer.unref(); // a driver that ends does not wait for probes
  both();

  /** A probe belongs to the window in which it was sent. */
  const counted = (side: "canary" | "stable", from: number, until: number): Counts => {
    const first = Math.ceil(from / SLOT);
    const within = Array.from({ length: Math.ceil(until / SLOT) - first }, (_, index) => first + index);
    return sumOf(within.flatMap((slot) => slots[side].get(slot) ?? []));
  };

  return {
    since,
    windows: (periods, window) =>
      periods.flatMap(({ step, from, until }) =>
        windowsIn(from, until, window)
          .filter((one) => one.from >= since && one.until + 1000 * spec.timeout + SLOT <= now())
          .map((one) => ({
            step,
            ...one,
            canary: counted("canary", one.from, one.until),
            stable: counted("stable", one.from, one.until),
          })),
      ),
    get problem() {
      return problems.canary ?? problems.stable;
    },
    stop: () => {
      clearInterval(timer);
      stopping.abort();
    },
  };
}

/** The windows of a period, aligned to its start. The last one may be shorter. */
export function windowsIn(from: number, until: number, window: number): { from: number; until: number }[] {
  const count = Math.max(0, Math.ceil((until - from) / window));
  return Array.from({ length: count }, (_, index) => ({
    from: from + index * window,
    until: Math.min(from + (index + 1) * window, until),
  }));
}

/**
 * Probes for one window, for a command that decides once: `from` and `until` are its own times, because the driver did not
 * probe before.
 */
export async function probeOnce(
  spec: ProbeSpec,
  { periods, spec: { window } }: EvidenceQuestion,
  now: () => number,
  sleep: (milliseconds: number, stopped: AbortSignal) => Promise<void>,
  stopped: AbortSignal,
  send: SendProbe = sendProbe,
): Promise<{ readonly windows: readonly StepWindow[]; readonly problem: string | undefined }> {
  const period = periods.at(-1);
  if (!period) return { windows: [], problem: undefined };
  const probes = startProbes(spec, now, send);
  try {
    await sleep(1000 * (window + spec.timeout) + 2 * SLOT, stopped);
    if (stopped.aborted) return { windows: [], problem: undefined };
    const from = Math.ceil(probes.since / SLOT) * SLOT;
    const only: Period = { step: period.step, from, until: from + 1000 * window };
    return { windows: probes.windows([only], 1000 * window), problem: probes.problem };
  } finally {
    probes.stop();
  }
}
