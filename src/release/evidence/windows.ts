import type { Period, StepWindow } from "../driver/ports.js";
import { addUp } from "./increases.js";
import { firstInterval, inOrder, type Scrape, scrapeInterval } from "./scrapes.js";
import type { Flaw } from "./series.js";
import { isUnanswered, type ReadScrapes } from "./source.js";

/** Milliseconds before a period that show how often targets are scraped. */
const LOOKBACK = 5 * 60_000;
/** Milliseconds of one query, so that no answer gets too large. */
const LONGEST_QUERY = 30 * 60_000;
const SHORTEST_QUERY = 60_000;
/** Milliseconds after a window in which its samples may still arrive, at least. */
const LEAST_LAG = 5000;
/** Milliseconds that both clocks may differ. A step would begin at another time for the server than for the driver. */
const MOST_SKEW = 60_000;

/** What is known of one period. Complete windows stay here, so that only what is new is read. */
export interface Windows {
  readonly windows: readonly StepWindow[];
  /** Whether any series of all events has been there. Undefined before the first answer. */
  readonly hasEvents: boolean | undefined;
  /** Why the windows end where they end. */
  readonly problem: string | undefined;
  /** Whether the windows can be those of a period with this end. */
  fits(period: Period): boolean;
  /** Reads what is new. Never rejects. */
  advance(period: Period, now: number): Promise<void>;
}

/** How long windows are, and how long after its end a window is complete, in milliseconds. */
interface Pace {
  readonly interval: number;
  readonly window: number;
  readonly lag: number;
}

/**
 * The windows of a period, aligned to its start. They depend on the samples alone: a window is complete when its end
 * and the time that samples need to arrive are in the past, so each later reading returns the same, by any process.
 *
 * A window is at least as long as the time between two scrapes, because each target must be scraped in each window: a
 * window with the scrapes of one side alone cannot compare.
 */
export function openWindows(read: ReadScrapes, { step, from }: Period, wanted: number): Windows {
  const windows: StepWindow[] = [];
  const increases = addUp(from);
  let pace: Pace | undefined;
  let hasLooked = false;
  /** Time of the newest sample of all events. */
  let newest: number | undefined;
  let problem: string | undefined;
  let endOfLast = from;

  const note = (scrapes: readonly Scrape[]) => {
    newest = scrapes.filter(isOfEvents).at(-1)?.time ?? newest;
  };
  const nextEnd = (until: number) => Math.min(endOfLast + (pace?.window ?? 0), until);

  /** Reads the time before the period. */
  const look = async () => {
    const answer = await read(from - LOOKBACK, from);
    if (isUnanswered(answer)) return answer.problem;
    hasLooked = true;
    pace = paceOf(scrapeInterval(answer.result.filter(isOfEvents)), wanted);
    note(answer.result);
    for (const scrape of answer.result) increases.add(scrape);
    return undefined;
  };

  /** Makes every window that is complete. Returns the scrapes that are left, and why there are no more windows. */
  const make = (scrapes: readonly Scrape[], until: number, readUntil: number, now: number, flaw?: Flaw) => {
    let rest = scrapes;
    while (pace && endOfLast < until) {
      const end = nextEnd(until);
      if (end > readUntil || end + pace.lag > now) break;
      if (flaw && flaw.time < end) return { rest, problem: flaw.problem };
      for (const scrape of rest) if (scrape.time < end) increases.add(scrape);
      const counts = increases.take();
      if (increases.problem !== undefined) return { rest, problem: increases.problem };
      windows.push({ step, from: endOfLast, until: end, ...counts });
      rest = rest.filter(({ time }) => time >= end);
      endOfLast = end;
    }
    return { rest, problem: flaw?.problem };
  };

  /** Reads from the end of the last window on, in parts. Returns the problem that ends it. */
  const readOn = async (until: number, now: number): Promise<string | undefined> => {
    const end = Math.min(until, now);
    let longest = LONGEST_QUERY;
    let rest: readonly Scrape[] = [];
    for (let at = endOfLast; at < end; ) {
      const readUntil = Math.min(at + longest, end);
      const answer = await read(at, readUntil);
      if (isUnanswered(answer)) {
        if (!answer.tooLarge || longest <= SHORTEST_QUERY) return answer.problem;
        longest /= 2;
        continue;
      }
      if (at === endOfLast && isSkewed(answer.serverTime, now)) return skewText(answer.serverTime, now);
      note(answer.result);
      // What is complete depends on the clock of the server, too.
      const clock = Math.min(now, answer.serverTime ?? now);
      rest = inOrder([...rest, ...answer.result]);
      pace ??= paceOf(firstInterval(rest.filter((one) => isOfEvents(one) && hasArrived(one, clock))), wanted);
      const made = make(rest, until, readUntil, clock, answer.flaw);
      if (made.problem !== undefined) return made.problem;
      rest = made.rest;
      at = readUntil;
    }
    return isRunning(until, now, pace) ? silence(end, newest, pace) : undefined;
  };

  return {
    windows,
    get hasEvents() {
      return hasLooked ? newest !== undefined : undefined;
    },
    get problem() {
      return problem;
    },
    fits: ({ until }) =>
      endOfLast === until || (endOfLast < until && (endOfLast - from) % (pace?.window ?? wanted) === 0),
    advance: async ({ until }, now) => {
      const isComplete = endOfLast >= until || increases.problem !== undefined;
      const isEarly = pace
        ? nextEnd(until) + pace.lag > now && problem === undefined
        : now < from + 2 * LEAST_LAG;
      if (isComplete || isEarly) return;
      problem = (hasLooked ? undefined : await look()) ?? (await readOn(until, now));
    },
  };
}

function paceOf(interval: number | undefined, wanted: number): Pace | undefined {
  if (interval === undefined) return undefined;
  // A tenth is tolerated, because no scrape is exactly on time.
  const times = Math.max(1, Math.ceil(interval / wanted - 0.1));
  return { interval, window: times * wanted, lag: Math.max(LEAST_LAG, 2 * interval) };
}

const isOfEvents = ({ points }: Scrape) => points.some(({ counts }) => counts !== "bad");

/** Without a known pace, twice the least lag must do. */
const hasArrived = ({ time }: Scrape, now: number) => time + 2 * LEAST_LAG <= now;

/** The end of a period that is not over is the time of the question. */
function isRunning(until: number, now: number, pace: Pace | undefined): boolean {
  return until + (pace?.lag ?? LEAST_LAG) > now;
}

function isSkewed(serverTime: number | undefined, now: number): serverTime is number {
  return serverTime !== undefined && Math.abs(serverTime - now) > MOST_SKEW;
}

function skewText(serverTime: number, now: number): string {
  const seconds = Math.round(Math.abs(serverTime - now) / 1000);
  const order = serverTime > now ? "ahead of" : "behind";
  return `the clock of Prometheus is ${seconds} s ${order} the clock of this machine; set both by NTP`;
}

/** Why nothing new comes, if it does not. */
function silence(end: number, newest: number | undefined, pace: Pace | undefined): string | undefined {
  if (newest === undefined) return undefined;
  const age = end - newest;
  if (age <= Math.max(60_000, 5 * (pace?.interval ?? 60_000))) return undefined;
  return (
    `the newest sample of both sides is ${Math.round(age / 1000)} s old; ` +
    "check in Prometheus, under Status > Targets, that it scrapes the pods"
  );
}
