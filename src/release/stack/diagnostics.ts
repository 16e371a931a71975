import { stripVTControlCharacters } from "node:util";

/** Lines of a message. A view shows them in the tree of a release. */
const MOST_LINES = 20;

/**
 * What went wrong, out of the output of a failed command: its errors with their explanations, without warnings, stack traces
 * and progress. The last lines where there are none.
 */
export function errorText(colored: string): string {
  const output = stripVTControlCharacters(colored); // the program may color its own stack trace
  const errors = [...diagnosticErrors(output), ...plainErrors(output)];
  const specific = errors.filter((text) => !isGeneral(text));
  const chosen = [...new Set(specific.length > 0 ? specific : errors)];
  const lines = chosen.length > 0 ? chosen.flatMap((text) => text.split("\n")) : lastLines(output);
  const shown = lines.slice(0, MOST_LINES);
  return [
    ...shown,
    ...(shown.length < lines.length ? [`(${lines.length - shown.length} lines more)`] : []),
  ].join("\n");
}

/** The errors of the section `Diagnostics:`, where every message of a resource is indented by four spaces. */
function diagnosticErrors(output: string): string[] {
  const start = output.lastIndexOf("\nDiagnostics:\n");
  if (start === -1) return [];
  const [section = ""] = output.slice(start + "\nDiagnostics:\n".length).split(/^\S/m);
  const errors: string[][] = [];
  let within = false;
  for (const line of section.split("\n")) {
    const [, severity, message = ""] = /^ {4}(\w+): ?(.*)$/.exec(line) ?? [];
    if (severity !== undefined && ["error", "warning", "info", "debug"].includes(severity)) {
      within = severity === "error";
      if (within) errors.push([message]);
    } else if (/^ {2}\S/.test(line)) within = false;
    else if (within) errors.at(-1)?.push(line.replace(/^ {4}/, ""));
  }
  return errors.map(tidy).filter((text) => text !== "");
}

/** Errors of the CLI itself, before there is an update. */
function plainErrors(output: string): string[] {
  return [...output.matchAll(/^error: (.*(?:\n[ \t]+\S.*)*)/gm)].map(([, text = ""]) =>
    tidy(text.split("\n")),
  );
}

/** Without stack traces and empty lines. */
function tidy(lines: readonly string[]): string {
  return lines.filter((line) => line.trim() !== "" && !/^\s+at .+/.test(line)).join("\n");
}

/** What Pulumi adds to every failure. */
function isGeneral(text: string): boolean {
  return /^(update failed|update cancell?ed|preview failed)$/.test(text);
}

function lastLines(output: string): string[] {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-5);
}
