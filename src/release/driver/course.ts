import type { BlueGreenSpec, CanarySpec, ColorStep, ReleaseSpec } from "../spec/spec.js";
import type { ConfigChanges, StackState } from "./ports.js";
import type { Goal, ReleaseRecord } from "./record.js";

/** A release, and the config values of its stages. */
export interface Release {
  readonly id: string;
  readonly subject: Subject;
  readonly course: Course;
}

/** A release as config values: what each stage of it writes. */
export interface Course {
  readonly stages: readonly Stage[];
  /** The end: the new version becomes the stable one. */
  readonly end: { readonly title: string; readonly approve: boolean; readonly config: ConfigChanges };
  /** Back to the old version. */
  readonly back: ConfigChanges;
  /** Keys whose values are numbers, which a person may write in another way. */
  readonly numbers: readonly string[];
}

/** One stage, at which a release waits for evidence. */
export interface Stage {
  /** `10 %`, `preview`, `flip`. */
  readonly title: string;
  /** Percent of new connections that the new version gets. */
  readonly weight: number;
  /** Seconds that it lasts at least. */
  readonly atLeast: number;
  readonly approve: boolean;
  readonly config: ConfigChanges;
}

/** The sides and versions that a release is about. */
export type Subject = Pick<ReleaseRecord, "from" | "to" | "sides">;

/** The stages of a release. `runsWithoutTraffic` and checks add one at weight 0, so that the checks find pods. */
export function courseOf(spec: ReleaseSpec, subject: Subject, runsWithoutTraffic: boolean): Course {
  const { release, checks } = spec;
  return release.kind === "canary"
    ? canaryCourse(release, subject, runsWithoutTraffic && checks.length > 0)
    : blueGreenCourse(release, subject);
}

function canaryCourse({ config, steps }: CanarySpec, { from, to }: Subject, prepared: boolean): Course {
  const at = (weight: number) => ({
    [config.weight]: String(weight),
    [config.stable]: from,
    [config.canary]: to,
  });
  const prepare = { title: "prepare", weight: 0, atLeast: 0, approve: false, config: at(0) };
  const stages = steps.map((step) => ({ ...step, title: `${step.weight} %`, config: at(step.weight) }));
  return {
    stages: prepared ? [prepare, ...stages] : stages,
    end: {
      title: "promote",
      approve: false,
      config: { [config.weight]: "0", [config.stable]: to, [config.canary]: undefined },
    },
    back: at(0),
    numbers: [config.weight],
  };
}

/** A bake changes nothing: it is the time that the stage before it lasts. */
function blueGreenCourse({ config, steps }: BlueGreenSpec, { sides }: Subject): Course {
  const colored = (color: string) => ({ [config.color]: color });
  const stages: Stage[] = [];
  for (const step of steps) {
    const { approve } = step;
    const before = stages.at(-1);
    if (step.step === "preview") {
      const sized = standby(config.standby, step.replicas);
      const kept = { ...colored(sides.stable), ...sized };
      stages.push({ title: "preview", weight: 0, atLeast: 0, approve, config: kept });
    } else if (step.step === "flip") {
      stages.push({ title: "flip", weight: 100, atLeast: 0, approve, config: colored(sides.canary) });
    } else if (step.step === "bake" && before) {
      stages[stages.length - 1] = { ...before, atLeast: before.atLeast + step.atLeast };
    }
  }
  const retire = steps.find((step): step is ColorStep & { step: "retire" } => step.step === "retire");
  return {
    stages,
    end: {
      title: retire ? "retire" : "done",
      approve: retire?.approve ?? false,
      config: { ...colored(sides.canary), ...(retire && standby(config.standby, 0)) },
    },
    back: colored(sides.stable),
    numbers: config.standby === undefined ? [] : [config.standby],
  };
}

function standby(key: string | undefined, replicas: number | undefined): ConfigChanges {
  return key === undefined || replicas === undefined ? {} : { [key]: String(replicas) };
}

/** The config values of a goal. */
export function configOf({ stages, end, back }: Course, goal: Goal): ConfigChanges {
  if (goal.to === "end") return end.config;
  return goal.to === "back" ? back : (stages[goal.stage]?.config ?? {});
}

/** The part of them that moves traffic. The pods of a retired color may have started again since. */
export function trafficOf(course: Course, goal: Goal): ConfigChanges {
  const config = configOf(course, goal);
  return Object.fromEntries(Object.keys(course.back).map((key) => [key, config[key]]));
}

/** The goal whose config the stack's file has, of those that a driver could have written after `reached`. */
export function goalIn(course: Course, config: StackState["config"], reached: number): Goal | undefined {
  const { stages, back } = course;
  const next: Goal = reached + 1 < stages.length ? { to: "stage", stage: reached + 1 } : { to: "end" };
  // Before the flip, the config of the way back is a part of each config, so it shows nothing.
  const isBack = hasConfig(course, stages[reached]?.config ?? {}, back);
  const goals: readonly Goal[] = isBack ? [next] : [next, { to: "back" }];
  return goals.find((goal) => hasConfig(course, config, configOf(course, goal)));
}

/** Whether a config has the values that are wanted. */
export function hasConfig(course: Course, config: ConfigChanges, wanted: ConfigChanges): boolean {
  return differencesIn(course, config, wanted).length === 0;
}

/** The keys whose values are others than wanted. */
export function differencesIn({ numbers }: Course, config: ConfigChanges, wanted: ConfigChanges): string[] {
  return Object.keys(wanted).filter((key) => {
    const [given, value] = [config[key], wanted[key]];
    // 10.0 is the weight 10, but version 1.10 is not version 1.1.
    const isNumber = numbers.includes(key) && given !== undefined && given.trim() !== "";
    return given !== value && !(isNumber && Number(given) === Number(value));
  });
}
