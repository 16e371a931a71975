import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { problemList } from "../../diagnostics/format.js";
import { Failure, isSystemError, messageOf } from "../../preview/failure.js";
import { buildSpec, type CheckedFile } from "./build.js";
import { parseReleaseText, type ReleaseDocument } from "./document.js";
import { lineText, type Path, pathText, type SpecFinding } from "./finding.js";
import { checkProblems } from "./rules/checks.js";
import { configProblems } from "./rules/config.js";
import { indicatorProblems } from "./rules/indicators.js";
import { limitProblems } from "./rules/limits.js";
import { stepProblems } from "./rules/steps.js";
import { schemaFindings } from "./schemaFindings.js";
import type { ReleaseSpec } from "./spec.js";

/** The file of a release, where none is named. */
const RELEASE_FILE = "release.yaml";

/** The least that a release needs. */
export const MINIMAL_RELEASE = `component: myapp
config: { weight: canaryWeight, stable: stableVersion, canary: canaryVersion }
steps: [2, 10, 50, 100]
evidence:
  indicators:
    - { name: probe, http: { canary: "http://myapp-canary/", stable: "http://myapp-stable/" } }
`;

/** Bytes of the largest file that is read. A release has some hundred lines at most. */
const LARGEST = 100_000;

/** Where a file is, and what completes it. */
export interface ReleaseFileOptions {
  /** The folder that a relative path starts from: the project's. */
  readonly cwd: string;
  /** Name of the Pulumi project, which completes config keys without a namespace. */
  readonly project?: string | undefined;
}

/**
 * Reads a release file. `file` is the path from the command line; undefined reads `release.yaml`. Throws an Error whose message
 * lists everything wrong with the file. Its `code` is an exit code: 1, or 2 if there is no such file.
 */
export function readReleaseSpec(file: string | undefined, { cwd, project }: ReleaseFileOptions): ReleaseSpec {
  const name = file ?? RELEASE_FILE;
  const path = resolve(cwd, name);
  const found = sizeOf(path, name, file !== undefined, cwd);
  if (found > LARGEST) {
    const [size, limit] = [found, LARGEST].map((bytes) => `${Math.ceil(bytes / 1000)} kB`);
    throw new Failure(`${name} has ${size}, and a release has at most ${limit}; name the right file`);
  }
  return parseReleaseSpec(textOf(path, name), name, project);
}

/**
 * Reads the text of a release file. `name` is the file in messages; `project` completes config keys without a namespace.
 * Throws an Error whose message lists everything wrong with it, each with its line.
 */
export function parseReleaseSpec(text: string, name: string, project?: string): ReleaseSpec {
  const document = parseReleaseText(text, name);
  const { value } = document;
  if (value === undefined) throw new Failure(`${name} is empty; ${minimal()}`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const kind = Array.isArray(value) ? "a list" : "a single value";
    throw new Failure(
      `${name} is ${kind}, not a map with the keys component, config and steps; ${minimal()}`,
    );
  }
  const findings = findingsOf(value, project);
  if (findings.length > 0)
    throw new Failure(problemList(`${name} cannot be used`, linesOf(findings, document)));
  return buildSpec(value as CheckedFile);
}

/** All findings, each place once. A rule knows more about a place than the schema, and nothing about one of a wrong type. */
function findingsOf(value: object, project: string | undefined): SpecFinding[] {
  const { valid, findings, inChoices } = schemaFindings(value);
  const rules = [
    ...configProblems(value, project),
    ...stepProblems(value),
    ...checkProblems(value),
    ...indicatorProblems(value),
    ...limitProblems(value),
  ];
  const wrong = new Set(findings.map(({ path }) => pathText(path)));
  const own = rules.filter(({ path }) => !path.some((_, at) => wrong.has(pathText(path.slice(0, at)))));
  const judged = new Set(own.map(({ path }) => pathText(path)));
  const all = [...findings.filter(({ path }) => !judged.has(pathText(path))), ...own];
  return all.length === 0 && !valid ? [...inChoices] : withoutMisspelled(all);
}

/** A misspelled key is reported once, and not as a missing key too. */
function withoutMisspelled(findings: readonly SpecFinding[]): SpecFinding[] {
  const meant = new Set(
    findings.flatMap(({ path, remedy }) => {
      const key = /^did you mean "(.*)"\?$/.exec(remedy ?? "")?.[1];
      return key === undefined ? [] : [pathText([...path.slice(0, -1), key])];
    }),
  );
  const isMissing = (finding: SpecFinding) => "value" in finding && finding.value === undefined;
  return findings.filter((finding) => !isMissing(finding) || !meant.has(pathText(finding.path)));
}

function linesOf(findings: readonly SpecFinding[], document: ReleaseDocument): string[] {
  const placed = findings.map((finding) => ({ finding, line: document.lineOf(finding.path) }));
  placed.sort((a, b) => a.line - b.line || comparePaths(a.finding.path, b.finding.path));
  return [...new Set(placed.map(({ finding, line }) => lineText(finding, line)))];
}

/** Keys by the alphabet, and entries of a list by their number. */
function comparePaths(a: Path, b: Path): number {
  const at = a.findIndex((step, index) => step !== b[index]);
  const [one, other] = [a[at], b[at]];
  if (one === undefined || other === undefined) return a.length - b.length;
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one) < String(other) ? -1 : 1;
}

function sizeOf(path: string, name: string, named: boolean, cwd: string): number {
  try {
    const found = statSync(path);
    if (!found.isDirectory()) return found.size;
  } catch (error) {
    if (!isSystemError(error) || (error.code !== "ENOENT" && error.code !== "ENOTDIR")) {
      throw new Failure(`${name} cannot be read: ${messageOf(error)}`);
    }
    const where = named ? `--file ${name} does not exist` : `there is no ${RELEASE_FILE} in ${cwd}`;
    throw new Failure(named ? where : `${where}; ${minimal()}`, 2);
  }
  throw new Failure(`${name} is a folder; name the file in it`);
}

function textOf(path: string, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (isSystemError(error)) throw new Failure(`${name} cannot be read: ${messageOf(error)}`);
    throw new Failure(`${name} is not text in UTF-8; save it in this encoding`);
  }
}

function minimal(): string {
  return `the least that it needs:\n\n${MINIMAL_RELEASE.replace(/^(?=.)/gm, "  ").trimEnd()}`;
}
