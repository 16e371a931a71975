import { oneLine } from "../outside/oneLine.js";

/** Lines of an output that a message shows: the last ones, where programs write why they fail. */
const MOST_LINES = 3;

/** The last lines of an output that are not empty, in one line. */
export function lastLines(output: string): string {
  const lines = output
    .split(/[\r\n]+/)
    .map((line) => oneLine(line))
    .filter((line) => line !== "");
  return lines.slice(-MOST_LINES).join(" | ");
}

/** `: text`, or nothing for an empty text. */
export function after(text: string): string {
  return text === "" ? "" : `: ${text}`;
}

/** `1st`, `2nd`, `11th`. */
export function ordinal(number: number): string {
  const teens = Math.floor(number / 10) % 10 === 1;
  const ending = teens ? undefined : ["th", "st", "nd", "rd"][number % 10];
  return `${number}${ending ?? "th"}`;
}

/** Seconds for people: `40 ms`, `1.2 s`. */
export function timeText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
