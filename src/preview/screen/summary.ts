import { checkedPods } from "../../contract/readiness.js";
import type { FieldChange } from "../report/diff.js";
import type { Document } from "../report/render.js";
import { glyphs } from "./style.js";

/**
 * A changed field in a few words: `replicas 1 → 3`, `selector color blue → green`. A value of more than `longest` characters is
 * shortened, to a part in which both sides differ.
 */
export function fieldText(field: FieldChange, longest: number): string {
  const [old, next] = formatSides(field.old, field.new, longest);
  return `${shortPath(field.path)} ${old} ${glyphs.arrow} ${next}`;
}

/** An object in a few words: its pods, its ports or its keys. Empty for other kinds. */
export function summaryOf(document: Document): string {
  const spec = record(document.spec);
  if (typeof spec.replicas === "number" || spec.replicas === "<computed>") return `replicas ${spec.replicas}`;
  if (document.kind === "Service") return serviceSummary(spec);
  if (document.kind === "ConfigMap") return Object.keys(record(document.data)).join(", ");
  if (document.kind === "HorizontalPodAutoscaler") return autoscalerSummary(spec);
  return readyCheck(document) ?? "";
}

/** What a step checks before anything else changes; undefined for an object that is no check. */
export function readyCheck(document: Document): string | undefined {
  const pods = checkedPods(record(record(document.metadata).annotations));
  return pods === undefined ? undefined : `ready checked first: ${pods} or more pods`;
}

function autoscalerSummary({ minReplicas = 1, maxReplicas }: Record<string, unknown>): string {
  if (minReplicas !== maxReplicas) return `${minReplicas} to ${maxReplicas} pods`;
  return minReplicas === 1 ? "1 pod" : `${minReplicas} pods`;
}

function serviceSummary(spec: Record<string, unknown>): string {
  const ports = (Array.isArray(spec.ports) ? spec.ports : []).map((entry) => {
    const { port, targetPort, nodePort } = record(entry);
    const outside = nodePort ?? port;
    const inside = nodePort === undefined ? targetPort : (targetPort ?? port);
    return inside === undefined || inside === outside ? `${outside}` : `${outside} ${glyphs.arrow} ${inside}`;
  });
  return [spec.type ?? "ClusterIP", ports.join(", ")].filter((part) => part !== "").join(" ");
}

/** A path without its common prefix. The key of a map is a separate word. */
function shortPath(path: string): string {
  return path
    .replace(/^spec\.(template\.(spec\.)?)?/, "")
    .replace(/^metadata\.(labels|annotations)/, "$1")
    .replace(/^selector\.(?=[^.[]+$)/, "selector ")
    .replace(/\["(?:pulumi-kubernetes-traffic\/)?([^"]+)"\]$/, " $1"); // our own prefix adds nothing here
}

function formatSides(old: unknown, next: unknown, longest: number): [string, string] {
  const [before, after] =
    typeof old === "string" && typeof next === "string" && `${old}${next}`.includes("\n")
      ? changedLines(old.split("\n"), next.split("\n"))
      : [old, next];
  return shortened(formatValue(before), formatValue(after), longest);
}

/** The lines between the common beginning and the common end of both texts. */
function changedLines(old: readonly string[], next: readonly string[]): [unknown, unknown] {
  let start = 0;
  while (start < Math.min(old.length, next.length) && old[start] === next[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, next.length) - start && old.at(-1 - end) === next.at(-1 - end)) end++;
  const middle = (lines: readonly string[]) =>
    lines.slice(start, lines.length - end).map((line) => line.trim());
  return [middle(old).join(" ") || undefined, middle(next).join(" ") || undefined];
}

function formatValue(value: unknown): string {
  if (value === undefined) return "none";
  const text = String(value).replace(/\s+/g, " ");
  return text === "" ? '""' : text;
}

// Characters in front of the difference, so that its place is recognized.
const CONTEXT = 8;

/** Both sides in at most `longest` characters. What both begin with is left out first: it is not the change. */
function shortened(old: string, next: string, longest: number): [string, string] {
  const [before, after] = [Array.from(old), Array.from(next)]; // by code points, so that an emoji stays whole
  if (Math.max(before.length, after.length) <= longest) return [old, next];
  const differs = before.findIndex((character, index) => character !== after[index]);
  const common = differs < 0 ? before.length : differs;
  const start = common <= CONTEXT ? 0 : common - CONTEXT;
  return [part(before, start, longest), part(after, start, longest)];
}

function part(characters: readonly string[], start: number, longest: number): string {
  if (characters.length <= longest) return characters.join("");
  const kept = start === 0 ? characters : ["…", ...characters.slice(start)];
  return kept.length <= longest ? kept.join("") : `${kept.slice(0, longest - 1).join("")}…`;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
