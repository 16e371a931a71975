import { wrap } from "../../preview/screen/wrap.js";
import type { Counts } from "../judgement/counts.js";

// Numbers as people read them. A number that is missing or not finite is never printed as NaN or Infinity: a status can come
// from a file, where JSON has null for both.

/** Holds a number and its unit together, where lines are broken. */
export const NBSP = "\u00a0";

const UNKNOWN = "unknown";

/** Beyond, digits are noise. */
const LARGEST = 1e15;
const MORE = `over${NBSP}1e15`;

/** `8 300`, with a no-break space for thousands. */
export function count(value: number): string {
  if (!isNumber(value)) return UNKNOWN;
  if (Math.abs(value) > LARGEST) return value > 0 ? MORE : UNKNOWN;
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, NBSP);
}

/** `1 request`, `8 300 requests`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A percentage as it was given: `25 %`, `12.5 %`. */
export function percent(value: number): string {
  return isKnown(value) ? `${Number(value.toFixed(2))}${NBSP}%` : UNKNOWN;
}

/** A percentage that was measured: `25.0 %`. */
export function share(value: number): string {
  return isKnown(value) ? `${value.toFixed(1)}${NBSP}%` : UNKNOWN;
}

/** A share of events, with two digits that mean something: `0.75 %`. */
export function rate({ bad, total }: Counts): string {
  const value = (100 * bad) / total;
  if (!isKnown(value)) return UNKNOWN;
  if (value === 0) return `0${NBSP}%`;
  if (value < 0.01) return `under${NBSP}0.01${NBSP}%`;
  if (value > 99.9 && value < 100) return `over${NBSP}99.9${NBSP}%`;
  return `${value.toFixed(value < 1 ? 2 : 1)}${NBSP}%`;
}

/** `31 of 4 120 (0.75 %)`, or `no requests`. */
export function counts({ bad, total }: Counts): string {
  if (total === 0) return "no requests";
  return `${count(bad)} of ${count(total)} (${rate({ bad, total })})`;
}

/** How many times as bad: `1.4×`. */
export function times(ratio: number): string {
  if (!isNumber(ratio)) return UNKNOWN;
  if (ratio > 1000) return `over${NBSP}${count(1000)}×`;
  return `${ratio < 10 ? ratio.toFixed(1) : count(ratio)}×`;
}

/** An e-value. Rounded down, so that one below its threshold never looks like one that has reached it. */
export function evidence(value: number): string {
  if (!isNumber(value)) return UNKNOWN;
  if (value > LARGEST) return MORE;
  if (value >= 1e6) return power(value);
  if (value >= 10) return count(Math.floor(value));
  return value < 0.1 ? "0" : (Math.floor(value * 10 + 1e-9) / 10).toFixed(1);
}

/** The threshold of an e-value: `100`, `33.3`. */
export function threshold(value: number): string {
  return isKnown(value) && value < LARGEST ? grouped(value) : evidence(value);
}

/** `45 s`, `4 min`, `1 h 24 min`, `2 d 3 h`. */
export function duration(seconds: number): string {
  if (!isKnown(seconds)) return UNKNOWN;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}${NBSP}s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  if (minutes < 24 * 60) return units(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return units(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** Time in UTC: `14:32:10`, or `2026-01-01 09:30` if it is not on the day of `now`. Both in milliseconds since 1970. */
export function clock(at: number, now: number): string {
  const [text, present] = [iso(at), iso(now)];
  const [date, time = text] = text.replace("Z", "").split("T");
  return date === present.slice(0, 10) || date === text ? time : `${date}${NBSP}${time.slice(0, 5)}`;
}

/** `2026-01-02T14:32:10Z`, from milliseconds since 1970. */
export function iso(at: number): string {
  return isKnown(at) && Math.abs(at) < 8e15 ? `${new Date(at).toISOString().slice(0, -5)}Z` : UNKNOWN;
}

/** Lines of a text. Numbers stay together, and with their unit. */
export function wrapped(text: string, width: number): string[] {
  return wrap(text.replace(INSIDE_NUMBERS, NBSP), width);
}

const INSIDE_NUMBERS = /(?<=\d) (?=\d{3}(?!\d)|%|(?:ms|s|min|h|d)\b)/g;

/** True for a number with which one can go on. */
export function isKnown(value: unknown): value is number {
  return Number.isFinite(value);
}

/** True for all but NaN and what is endlessly small. */
export function isNumber(value: unknown): value is number {
  return typeof value === "number" && value > Number.NEGATIVE_INFINITY;
}

function power(value: number): string {
  return value.toExponential(1).replace("e+", "e").replace(".0e", "e");
}

function grouped(value: number): string {
  const rest = Number((value - Math.floor(value)).toFixed(1));
  return rest === 0 || rest === 1 ? count(value) : `${count(Math.floor(value))}${String(rest).slice(1)}`;
}

function units(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${count(large)}${NBSP}${largeUnit}`;
  return small === 0 ? first : `${first}${NBSP}${small}${NBSP}${smallUnit}`;
}
