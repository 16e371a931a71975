import type { Answer, Answered, Unanswered } from "./prometheus.js";
import { inOrder, type Scrape, type SideOfRelease } from "./scrapes.js";
import { duplicatesIn, type Flaw, firstFlaw, type Series } from "./series.js";

/** The selectors of one indicator for one side, with their variables replaced. */
export type Rendered = (side: SideOfRelease) => string;

/** Fetches the series of a selector in a time: raw samples, or values at a fixed pace. */
export type FetchSeries = (
  selector: string,
  from: number,
  until: number,
) => Promise<Answer<readonly Series[]>>;

/** Reads the scrapes of one indicator, from `from` to before `until`. Never rejects. */
export type ReadScrapes = (from: number, until: number) => Promise<Answer<readonly Scrape[]>>;

/** The scrapes of all sides, from one reading of each. */
export async function ofAllSides(
  sides: readonly SideOfRelease[],
  read: (side: SideOfRelease) => Promise<Answer<readonly Scrape[]>>,
): Promise<Answer<readonly Scrape[]>> {
  const answers = await Promise.all(sides.map(read));
  const unanswered = answers.find(isUnanswered);
  if (unanswered) return unanswered;
  const answered = answers as readonly Answered<readonly Scrape[]>[];
  return {
    result: inOrder(answered.flatMap(({ result }) => result)),
    serverTime: earliest(answered),
    flaw: firstFlaw(answered.map(({ flaw }) => flaw)),
  };
}

export function isUnanswered(answer: Answer<unknown>): answer is Unanswered {
  return "problem" in answer;
}

/** The flaws of an answer, and of series in it that count twice. */
export function flawsOf(field: string, { flaw, result }: Answered<readonly Series[]>): Flaw[] {
  const twice = duplicatesIn(result);
  return [flaw, twice && { ...twice, problem: `${field}: ${twice.problem}` }].filter(
    (one) => one !== undefined,
  );
}

/** The clock of the server, where it is behind ours: what is settled depends on it. */
export function earliest(answers: readonly Answered<unknown>[]): number | undefined {
  const times = answers.flatMap(({ serverTime }) => serverTime ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}
