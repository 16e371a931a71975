import { nameOf } from "../engine/urn.js";
import type { Report, ReportedObject } from "../report/report.js";

// Enough to recognize the cause. More are only counted, and --json has all.
const MOST_OBJECTS = 5;
const MOST_PATHS = 3;

/** One line for each reason for which files are not in kustomization.yaml: how many, and which values they lack. */
export function missingTexts({ objects }: Report): string[] {
  const files = objects.filter(({ file }) => file !== undefined);
  return [
    ...textOf(files, ({ missing }) => missing.computed, {
      what: "values that only an update knows",
      marker: "<computed>",
      more: "",
    }),
    ...textOf(files, ({ missing }) => missing.secrets, {
      what: "secrets",
      marker: "<secret>",
      more: " (--show-secrets writes them)",
    }),
  ];
}

function textOf(
  objects: readonly ReportedObject[],
  pathsOf: (object: ReportedObject) => readonly string[],
  { what, marker, more }: { readonly what: string; readonly marker: string; readonly more: string },
): string[] {
  const affected = objects.filter((object) => pathsOf(object).length > 0);
  if (affected.length === 0) return [];
  const one = affected.length === 1;
  const subject = one ? "1 object has" : `${affected.length} objects have`;
  const files = one ? "its file has" : "their files have";
  const are = one ? "is" : "are";
  const named = affected.map(
    (object) => `${object.kind} ${object.name ?? nameOf(object.urn)} (${some(pathsOf(object), MOST_PATHS)})`,
  );
  return [
    `${subject} ${what}, so ${files} ${marker} there and ${are} not in kustomization.yaml${more}: ${some(named, MOST_OBJECTS)}`,
  ];
}

function some(texts: readonly string[], most: number): string {
  const left = texts.length - most;
  return [...texts.slice(0, most), ...(left > 0 ? [`${left} more`] : [])].join(", ");
}
