import type { Path, SpecFinding } from "../finding.js";
import { secondsOf } from "../quantities.js";
import { recordOf } from "../raw.js";
import { DURATION_REMEDY } from "../schema/values.js";
import { booleanRemedy, unknownKey, unknownWord, wrongType } from "../schemaFindings.js";

/** A step as it is written, without defaults. */
export type WrittenStep =
  | { readonly step: "weight"; readonly weight: number; readonly atLeast?: number; readonly approve: boolean }
  | { readonly step: "preview"; readonly replicas?: number; readonly approve: boolean }
  | { readonly step: "bake"; readonly atLeast: number; readonly approve: boolean }
  | { readonly step: "flip" | "retire"; readonly approve: boolean };

/** What one entry of `steps` means, or what is wrong with it. */
export type StepResult = { readonly step: WrittenStep } | { readonly findings: readonly SpecFinding[] };

const COLOR_STEPS = ["preview", "flip", "bake", "retire"] as const;
type ColorWord = (typeof COLOR_STEPS)[number];
const FORMS =
  "give a weight such as 10 or { weight: 10, atLeast: 5m }, or a step of a BlueGreenService: preview, flip, { bake: 10m } or retire";

/** Reads one entry of `steps` in each of its forms. */
export function readStep(item: unknown, path: Path): StepResult {
  if (typeof item === "number") return weightStep({ weight: item }, path, path);
  if (typeof item === "string") return wordStep(item, path);
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    const problem = item === null ? "has no value" : wrongType(item);
    return refused({ path, ...(item !== null && { value: item }), problem, remedy: FORMS });
  }
  const map = recordOf(item);
  if ("weight" in map) return weightStep(map, path, [...path, "weight"]);
  const words = COLOR_STEPS.filter((word) => word in map);
  const [word] = words;
  if (word === undefined || words.length > 1) return unknownStep(map, path);
  return colorStep(word, map, path);
}

function refused(...findings: readonly SpecFinding[]): StepResult {
  return { findings };
}

function wordStep(word: string, path: Path): StepResult {
  if (word === "preview" || word === "flip" || word === "retire")
    return { step: { step: word, approve: false } };
  if (word === "bake") {
    return refused({ path, value: word, problem: "has no duration", remedy: "write { bake: 10m }" });
  }
  const number = /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(word)?.[1];
  if (number !== undefined) {
    return refused({
      path,
      value: word,
      problem: "is text",
      remedy: `write the weight as a number: ${Number(number)}`,
    });
  }
  const { remedy } = unknownWord(path, word, COLOR_STEPS);
  const typo = remedy?.startsWith("did you mean") ? remedy : FORMS;
  return refused({ path, value: word, problem: "is not a step", remedy: typo });
}

function unknownStep(map: Readonly<Record<string, unknown>>, path: Path): StepResult {
  const keys = Object.keys(map);
  const words = COLOR_STEPS.filter((word) => word in map);
  if (words.length > 1) {
    return refused({ path, problem: `is ${words.join(" and ")} at once`, remedy: "make a step of each" });
  }
  const typos = keys
    .map((key) => unknownKey([...path, key], ["weight", ...COLOR_STEPS]))
    .filter(({ remedy }) => remedy?.startsWith("did you mean"));
  return typos.length > 0
    ? refused(...typos)
    : refused({ path, value: map, problem: "is not a step", remedy: FORMS });
}

function weightStep(map: Readonly<Record<string, unknown>>, path: Path, at: Path): StepResult {
  const { weight, atLeast, approve } = map;
  const findings = [
    ...unknownKeys(map, path, ["weight", "atLeast", "approve"]),
    ...weightProblems(weight, at),
    ...settingProblems({ atLeast, approve }, path),
  ];
  if (findings.length > 0) return { findings };
  const least = secondsOf(atLeast);
  return {
    step: {
      step: "weight",
      weight: weight as number,
      ...(least !== undefined && { atLeast: least }),
      approve: approve === true,
    },
  };
}

function weightProblems(weight: unknown, path: Path): SpecFinding[] {
  const remedy = "give a number above 0, up to 100";
  if (weight === null) return [{ path, problem: "has no value", remedy }];
  if (typeof weight !== "number") return [{ path, value: weight, problem: wrongType(weight), remedy }];
  if (weight === 0) {
    return [
      {
        path,
        value: weight,
        problem: "gives the canary nothing",
        remedy: "remove it: a release begins at 0",
      },
    ];
  }
  return weight > 0 && weight <= 100
    ? []
    : [{ path, value: weight, problem: "is not a share of the connections in percent", remedy }];
}

/** `{ bake: 10m }`, or settings in a map: `{ flip: { approve: true } }`. */
function colorStep(word: ColorWord, map: Readonly<Record<string, unknown>>, path: Path): StepResult {
  const at = [...path, word];
  const value = map[word];
  const outside = Object.keys(map).filter((key) => key !== word);
  if (outside.length > 0) {
    const known = SETTINGS[word];
    return refused(
      ...outside.map((key) =>
        known.includes(key)
          ? {
              path: [...path, key],
              problem: `is a setting of ${word}`,
              remedy: `write { ${word}: { ${word === "bake" && key !== "atLeast" ? "atLeast: 10m, " : ""}${key}: … } }`,
            }
          : unknownKey([...path, key], [word]),
      ),
    );
  }
  if (word === "preview" && typeof value === "number") return settings(word, { replicas: value }, at, at);
  if (word === "bake" && typeof value === "string") return settings(word, { atLeast: value }, at, at);
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isMap) return settings(word, recordOf(value), at);
  const alone =
    word === "bake" ? "write { bake: 10m }" : `write ${word} alone, or { ${word}: { approve: true } }`;
  const problem = value === null ? "has no value" : wrongType(value);
  return refused({ path: at, ...(value !== null && { value }), problem, remedy: alone });
}

const SETTINGS: Readonly<Record<ColorWord, readonly string[]>> = {
  preview: ["replicas", "approve"],
  flip: ["approve"],
  bake: ["atLeast", "approve"],
  retire: ["approve"],
};

/** `short` is the path of the value itself where it is written without its key. */
function settings(
  word: ColorWord,
  map: Readonly<Record<string, unknown>>,
  path: Path,
  short?: Path,
): StepResult {
  const { replicas, atLeast, approve } = map;
  const pathOf = (key: string) => short ?? [...path, key];
  const findings = [
    ...unknownKeys(map, path, SETTINGS[word]),
    ...(word === "preview" ? replicasProblems(replicas, pathOf("replicas")) : []),
    ...settingProblems({ approve, ...(word === "bake" && { atLeast }) }, path, short),
    ...(word === "bake" && atLeast === undefined
      ? [{ path: pathOf("atLeast"), value: undefined, problem: "", remedy: DURATION_REMEDY }]
      : []),
  ];
  if (findings.length > 0) return { findings };
  const agreed = { approve: approve === true };
  if (word === "preview") {
    const pods = typeof replicas === "number" ? { replicas } : {};
    return { step: { step: word, ...pods, ...agreed } };
  }
  if (word === "bake") return { step: { step: word, atLeast: secondsOf(atLeast) ?? 0, ...agreed } };
  return { step: { step: word, ...agreed } };
}

function replicasProblems(replicas: unknown, path: Path): SpecFinding[] {
  if (replicas === undefined) return [];
  if (Number.isInteger(replicas) && (replicas as number) >= 1) return [];
  const remedy = "give a whole number of pods from 1 on";
  return [{ path, value: replicas, problem: "is not a number of pods", remedy }];
}

function settingProblems(
  { atLeast, approve }: { atLeast?: unknown; approve: unknown },
  path: Path,
  short?: Path,
): SpecFinding[] {
  return [
    ...(atLeast === undefined || secondsOf(atLeast) !== undefined
      ? []
      : [
          {
            path: short ?? [...path, "atLeast"],
            value: atLeast,
            problem: "is not a duration",
            remedy: DURATION_REMEDY,
          },
        ]),
    ...(approve === undefined || typeof approve === "boolean"
      ? []
      : [
          {
            path: [...path, "approve"],
            value: approve,
            problem: approve === null ? "is empty" : wrongType(approve),
            remedy: booleanRemedy(approve),
          },
        ]),
  ];
}

function unknownKeys(
  map: Readonly<Record<string, unknown>>,
  path: Path,
  known: readonly string[],
): SpecFinding[] {
  return Object.keys(map)
    .filter((key) => !known.includes(key))
    .map((key) => unknownKey([...path, key], known));
}
