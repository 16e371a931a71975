import { FIELDS, type Field } from "./fields.js";
import { SCHEDULERS } from "./schedulers.js";
import { allowedIn } from "./valueTypes.js";

/** Table of fields as lines of Markdown. `says` returns the meaning of a field. */
export function fieldTable(says: (path: string) => string): string[] {
  const head = ["field", "what it says", "allowed", "default", "read in mode", "since"];
  return table(
    head,
    FIELDS.map((field: Field) => [
      `\`${field.path}\``,
      says(field.path),
      allowedIn(field),
      field.default,
      field.modes?.join(", ") ?? "all",
      field.since ?? "1.17 or before",
    ]),
  );
}

/** Table of IPVS schedulers as lines of Markdown. */
export function schedulerTable(): string[] {
  const said = { safe: "accepted", note: "accepted, with a note", caution: "accepted, with a warning" };
  return table(
    ["scheduler", "chooses", "under kube-proxy it", "is"],
    Object.entries(SCHEDULERS).map(([name, { does, verdict, effect }]) => [
      `\`${name}\``,
      does,
      effect,
      verdict === "unsafe" ? "refused without `allowUnsafeScheduler`" : said[verdict],
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(inCell).join(" | ")} |`);
}

function inCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
