import type { SpecFinding } from "../finding.js";
import { type Kind, kindOf, listOf, recordOf } from "../raw.js";
import { readStep, type WrittenStep } from "./readStep.js";

/** A step, and its place in the list. */
interface Placed {
  readonly at: number;
  readonly step: WrittenStep;
}

/** The steps are those of the component, and in an order that ends. */
export function stepProblems(root: unknown): SpecFinding[] {
  const items = listOf(recordOf(root).steps);
  const read = items.map((item, at) => ({ at, result: readStep(item, ["steps", at]) }));
  const broken = read.flatMap(({ result }) => ("findings" in result ? result.findings : []));
  const steps = read.flatMap(({ at, result }) => ("step" in result ? [{ at, step: result.step }] : []));
  const kind = kindOf(root);
  const foreign = foreignSteps(steps, kind);
  if (foreign.length > 0) return [...broken, ...foreign];
  // An entry that cannot be read may be the one that another rule misses.
  const whole = broken.length === 0 && items.length > 0;
  if (kind === "canary") return [...broken, ...weightOrder(steps), ...(whole ? lastWeight(steps) : [])];
  if (kind === "blueGreen") {
    return [...broken, ...colorOrder(steps), ...standbyKey(steps, root), ...(whole ? flipped(steps) : [])];
  }
  return broken;
}

function foreignSteps(steps: readonly Placed[], kind: Kind): SpecFinding[] {
  if (kind === undefined) return [];
  const isWeight = ({ step }: Placed) => step.step === "weight";
  const foreign = steps.find((step) => isWeight(step) !== (kind === "canary"));
  if (!foreign) return [];
  const path = ["steps", foreign.at];
  if (kind === "canary") {
    const problem = `is ${foreign.step.step}, a step of a BlueGreenService, but config has the keys of a CanaryDeployment`;
    return [{ path, problem, remedy: "give weights, or config: { color: activeColor }" }];
  }
  const problem = "is a weight, a step of a CanaryDeployment, but config has the keys of a BlueGreenService";
  const remedy =
    "give preview, flip, { bake: 10m } and retire, or config: { weight: …, stable: …, canary: … }";
  return [{ path, problem, remedy }];
}

function weightOrder(steps: readonly Placed[]): SpecFinding[] {
  let highest = 0;
  return steps.flatMap(({ at, step }) => {
    if (step.step !== "weight") return [];
    const { weight } = step;
    const before = highest;
    highest = Math.max(highest, weight);
    if (weight > before) return [];
    const problem =
      weight === before ? "is the weight of the step before" : `is below ${before}, a step before`;
    return [{ path: ["steps", at], value: weight, problem, remedy: "weights must rise from step to step" }];
  });
}

function lastWeight(steps: readonly Placed[]): SpecFinding[] {
  const last = steps.at(-1);
  if (last?.step.step !== "weight" || last.step.weight === 100) return [];
  const problem = "is the last weight, so the release never ends";
  return [{ path: ["steps", last.at], value: last.step.weight, problem, remedy: "add 100 as the last step" }];
}

const ORDER = ["preview", "flip", "bake", "retire"];

function colorOrder(steps: readonly Placed[]): SpecFinding[] {
  let latest = "";
  return steps.flatMap(({ at, step: { step } }) => {
    const before = latest;
    const [own, reached] = [ORDER.indexOf(step), ORDER.indexOf(before)];
    if (own > reached) latest = step;
    if (own > reached || (step === "bake" && before === "bake")) return [];
    const problem = step === before ? `is ${step} for the second time` : `is ${step} after ${before}`;
    const remedy = "the order is preview, flip, bake, retire; only bake may be repeated";
    return [{ path: ["steps", at], problem, remedy }];
  });
}

function flipped(steps: readonly Placed[]): SpecFinding[] {
  const flip = steps.findIndex(({ step }) => step.step === "flip");
  if (flip === -1) {
    return [
      {
        path: ["steps"],
        problem: "has no flip, so the new color never gets connections",
        remedy: "add flip",
      },
    ];
  }
  return [];
}

/** The number of pods of the color without traffic is a config value too. */
function standbyKey(steps: readonly Placed[], root: unknown): SpecFinding[] {
  if ("standby" in recordOf(recordOf(root).config)) return [];
  return steps.flatMap(({ at, step }) => {
    const path = ["steps", at];
    const remedy = "add config.standby, such as standbyReplicas, and read it in the program";
    if (step.step === "retire") {
      return [
        { path, problem: "is retire, which sets the old color's number of pods in the config", remedy },
      ];
    }
    if (step.step === "preview" && step.replicas !== undefined) {
      return [{ path, problem: "sets the new color's number of pods in the config", remedy }];
    }
    return [];
  });
}
