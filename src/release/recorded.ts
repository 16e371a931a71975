import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { Failure, messageOf } from "../preview/failure.js";
import type { ReleaseStatus } from "./driver/model.js";
import { releasePage } from "./view/html.js";

const REMEDY = "give a journal of release run, or the output of release status --json";

/**
 * Reads a recorded status: the output of `status --json`, or the last one of a journal that has evidence. Throws a Failure
 * for other files.
 */
export function readRecorded(file: string): ReleaseStatus {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${messageOf(error)}; ${REMEDY}`);
  }
  const recorded = parsed(text) ?? text.split("\n").map(parsed);
  const statuses = [recorded].flat().filter(isStatus).reverse();
  const status = statuses.find(({ indicators }) => indicators.length > 0) ?? statuses[0];
  if (status === undefined) throw new Failure(`${file} has no status of a release; ${REMEDY}`);
  return status;
}

/** Undefined where it is not JSON: the last line of a run that was killed may be cut. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the replay needs. */
function isStatus(value: unknown): value is ReleaseStatus {
  const { component, stack, now, steps, indicators } = fields(value);
  return (
    typeof component === "string" &&
    typeof stack === "string" &&
    Number.isFinite(now) &&
    Array.isArray(steps) &&
    Array.isArray(indicators) &&
    indicators.every(isIndicator)
  );
}

function isIndicator(value: unknown): boolean {
  const { name, windows, course, worse, good } = fields(value);
  return (
    typeof name === "string" &&
    [windows, course].every(Array.isArray) &&
    [worse, good].every((bar) => "threshold" in fields(bar)) &&
    (windows as unknown[]).every((window) => {
      const { canary, stable } = fields(window);
      return [canary, stable].every((counts) => Number.isFinite(fields(counts).total));
    })
  );
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A file to which each status is appended, as a line of JSON. Throws a Failure if it cannot be written now. */
export function openJournal(file: string, note: (text: string) => void): (status: ReleaseStatus) => void {
  const append = (text: string): string | undefined => {
    try {
      appendFileSync(file, text);
      return undefined;
    } catch (error) {
      return `--journal ${file} cannot be written: ${messageOf(error)}`;
    }
  };
  let problem = append("");
  if (problem !== undefined) throw new Failure(problem);
  return (status) => {
    const before = problem;
    problem = append(`${JSON.stringify(status)}\n`);
    // A full disk is no reason to leave a release alone.
    if (problem !== undefined && problem !== before) note(problem);
  };
}

/** Writes the page of a status. A page that is written again and again loads itself again. */
export function writePage(file: string, status: ReleaseStatus, watched: boolean): void {
  try {
    writeFileSync(file, releasePage(status, { watched }));
  } catch (error) {
    throw new Failure(`--html ${file} cannot be written: ${messageOf(error)}`);
  }
}
