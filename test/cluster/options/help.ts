import { wrap } from "../../../src/preview/screen/wrap.js";
import { UNABLE, WRONG_USE } from "../settings.js";
import { GROUPS, type Option } from "./table.js";

const HEAD = `Releases apps on a real Kubernetes, under load, and counts every connection. It takes some ten minutes, and some six more
the first time, to build Kubernetes.`;
const END = `It ends with 0 when all is as it must be, 1 when something is not, ${WRONG_USE} when an option is wrong, and ${UNABLE} when this
machine cannot run it. What it builds stays in the folder pulumi-kubernetes-traffic of the user's cache; it is safe to delete.`;
/** Columns without a screen. */
const USUAL = 120;
const INDENT = 24;

/** What `--help` prints. */
export function helpOf(width: number): string {
  const columns = Number.isFinite(width) ? width : USUAL;
  const groups = Object.entries<Readonly<Record<string, Option>>>(GROUPS).flatMap(([title, options]) => [
    "",
    ...(title === "" ? [] : [`${title}:`]),
    ...Object.entries(options).flatMap(([name, option]) => linesOf(name, option, columns)),
  ]);
  return [...wrap(HEAD, columns), ...groups, "", ...wrap(END, columns), ""].join("\n");
}

function linesOf(name: string, { value, text }: Option, columns: number): string[] {
  const front = `  --${name}${value === undefined ? "" : ` ${value}`}`.padEnd(INDENT);
  const lines = wrap(text, columns - INDENT).map((line) => " ".repeat(INDENT) + line);
  return front.length > INDENT
    ? [front, ...lines]
    : [front + (lines[0] ?? "").trimStart(), ...lines.slice(1)];
}
