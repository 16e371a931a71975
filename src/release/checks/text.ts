/** Characters of an answer or a line that a message shows. */
const LONGEST = 200;

/** Lines of an output that a message shows: the last ones, where programs write why they fail. */
const MOST_LINES = 3;

/** Text of another program in one line of bearable length, without what would move the cursor or change colors. */
export function oneLine(text: string, longest = LONGEST): string {
  const clean = withoutControls(text).replace(/\s+/g, " ").trim();
  const characters = Array.from(clean);
  return characters.length <= longest ? clean : `${characters.slice(0, longest - 1).join("")}…`;
}

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

function withoutControls(text: string): string {
  return text
    .replace(new RegExp(`${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]`, "g"), "")
    .replace(/[\p{Cc}\p{Cf}]/gu, " ");
}

const ESCAPE = String.fromCharCode(27);
