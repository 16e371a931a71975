import type { Report } from "../report/report.js";

/** The outputs of the stack, one a line. They are whole on every screen, because people copy them. */
export function outputLines(outputs: Report["outputs"]): string[] {
  return Object.entries(outputs).map(([key, value]) => `  ${key}: ${outputText(value)}`);
}

function outputText(value: unknown): string {
  // Lines of a text would look like other outputs.
  if (typeof value === "string" && !value.includes("\n")) return value;
  // A placeholder for a value is not text.
  return JSON.stringify(value).replace(/"(<computed>|<secret>)"/g, "$1");
}
