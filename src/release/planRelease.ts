import { Failure } from "../preview/failure.js";
import type { Report } from "../preview/index.js";
import { type Course, configOf, courseOf, type Stage } from "./driver/course.js";
import { comparisonOf } from "./driver/judge.js";
import type { ConfigChanges, Side } from "./driver/ports.js";
import { readTraffic } from "./evidence/traffic.js";
import type { Forecast } from "./judgement/forecast.js";
import { rowOf } from "./plannedComponent.js";
import type { IndicatorSpec, ReleaseSpec } from "./spec/spec.js";
import type { PlannedStep, PlannedTraffic, ReleasePlan, Spread } from "./view/planModel.js";
import { planWarnings } from "./view/planWarnings.js";

export interface PlanQuestion {
  /** Requests per second to assume. Default: what Prometheus counted in the last hour. */
  readonly rate?: number | undefined;
  /** Error rate of the stable side to assume, from 0 to 1. Default: as measured. */
  readonly errors?: number | undefined;
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Runs the program offline with other config values. */
  readonly program: (changes: ConfigChanges) => Promise<Report>;
}

/** How many times as bad the version is whose harm is forecast. */
const HARM_TIMES = 5;
/** What is assumed where nothing is known. */
const USUAL = { rate: 10, errors: 0.01 } as const;

/**
 * Plans a release: its steps, their pods, and how long each takes until a verdict. Rejects with a Failure if the program
 * does not have the component, or if there is no new version.
 */
export async function planRelease(
  spec: ReleaseSpec,
  stack: string,
  question: PlanQuestion,
): Promise<ReleasePlan> {
  const present = await question.program({});
  checkComponent(present, spec);
  const versions = versionsOf(present, spec);
  if (versions.to === "") throw new Failure(noVersion(spec));
  const course = courseOf(spec, versions, false);
  const { traffic, problem } = await trafficOf(spec, versions, question);
  const steps: PlannedStep[] = [];
  for (const stage of course.stages) steps.push(await stepOf(spec, course, stage, traffic, question));
  const plan = {
    component: spec.component,
    kind: spec.release.kind,
    stack,
    from: versions.from || undefined,
    to: versions.to,
    traffic,
    steps,
    deadline: spec.deadline,
    harmTimes: HARM_TIMES,
  };
  return { ...plan, warnings: [...(problem === undefined ? [] : [problem]), ...planWarnings(plan)] };
}

function checkComponent(report: Report, spec: ReleaseSpec): void {
  if (rowOf(report, spec)) return;
  const others = report.traffic.flatMap((row) => ("name" in row ? [`${row.component} ${row.name}`] : []));
  const has = others.length === 0 ? "no component" : others.join(", ");
  const wanted = `${spec.release.kind === "canary" ? "CanaryDeployment" : "BlueGreenService"} ${spec.component}`;
  throw new Failure(`the program has no ${wanted}, which release.yaml names; it has ${has}`);
}

function noVersion({ release, component }: ReleaseSpec): string {
  return release.kind === "canary"
    ? `there is no new version to plan for; set one: pulumi config set ${release.config.canary} VERSION`
    : `${component} has no other color to plan for`;
}

function versionsOf(report: Report, spec: ReleaseSpec) {
  const row = rowOf(report, spec);
  if (row?.component === "BlueGreenService") {
    const live = row.colors.find(({ color }) => color === row.live);
    const to = spec.release.kind === "blueGreen" ? spec.release.to : undefined;
    const next = row.colors.find(({ color }) => (to === undefined ? color !== row.live : color === to));
    const sides = { stable: live?.color ?? "", canary: next?.color ?? "" };
    return { from: live?.version ?? "", to: next?.version ?? "", sides };
  }
  const version = (role: "stable" | "canary") => row?.sides.find((side) => side.role === role)?.version ?? "";
  return { from: version("stable"), to: version("canary"), sides: { stable: "stable", canary: "canary" } };
}

async function stepOf(
  spec: ReleaseSpec,
  course: Course,
  stage: Stage,
  traffic: PlannedTraffic,
  { program }: PlanQuestion,
): Promise<PlannedStep> {
  const { title, weight, atLeast, approve } = stage;
  const changes = configOf(course, { to: "stage", stage: course.stages.indexOf(stage) });
  const row = rowOf(await program(known(changes)), spec);
  const pods = (role: "stable" | "canary") =>
    row?.component === "CanaryDeployment" ? row.sides.find((side) => side.role === role)?.pods : undefined;
  const [stable, canary] = [pods("stable"), pods("canary")];
  const achieved = row?.component === "CanaryDeployment" ? row.achieved : weight;
  return {
    ...{ title, weight, atLeast, approve, achieved },
    pods: stable === undefined || canary === undefined ? undefined : { stable, canary },
    peakPods: row?.component === "CanaryDeployment" ? row.peakPods : undefined,
    ...forecastsOf(spec, (achieved ?? weight) / 100, traffic),
  };
}

/** The program runs with versions only where there are some. */
function known(changes: ConfigChanges): ConfigChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== ""));
}

/** The indicator that takes longest sets the time of a step. */
function forecastsOf(
  { evidence }: ReleaseSpec,
  share: number,
  traffic: PlannedTraffic,
): Pick<PlannedStep, "verdict" | "harm"> {
  const { requestsPerSecond, errorRate } = traffic;
  if (share <= 0 || evidence.indicators.length === 0) return {};
  const of = (indicator: IndicatorSpec) => {
    const window = "window" in indicator ? indicator.window : evidence.window;
    const requestsPerWindow = Math.max(1, Math.round(requestsPerSecond * window));
    const question = { share, errorRate, requestsPerWindow };
    const comparison = comparisonOf(evidence, indicator);
    const bad = Math.min(1, HARM_TIMES * Math.max(errorRate, indicator.negligible));
    return {
      indicator: indicator.name,
      pass: comparison.untilPass(question),
      fail: comparison.untilFail({ ...question, canaryRate: bad }),
    };
  };
  const all = evidence.indicators.map(of);
  const slowest = all.reduce((a, b) => (b.pass.requests.median > a.pass.requests.median ? b : a));
  const first = all.reduce((a, b) => (b.fail.requests.median < a.fail.requests.median ? b : a));
  return {
    verdict: {
      indicator: slowest.indicator,
      requests: spread(slowest.pass.requests),
      seconds: spread(slowest.pass.requests, 1 / requestsPerSecond),
    },
    harm: { canaryRequests: spread(first.fail.canaryRequests), badAnswers: spread(first.fail.canaryBad) },
  };
}

function spread({ median, p95 }: Forecast["requests"], factor = 1): Spread {
  const finite = (value: number) => (Number.isFinite(value) ? value * factor : undefined);
  return { median: finite(median), p95: finite(p95) };
}

/** The traffic of the last hour, or what is assumed and why. */
async function trafficOf(
  { evidence }: ReleaseSpec,
  { from, to, sides }: ReturnType<typeof versionsOf>,
  { rate, errors, environment, cwd }: PlanQuestion,
): Promise<{ readonly traffic: PlannedTraffic; readonly problem?: string }> {
  const given = {
    requestsPerSecond: rate ?? USUAL.rate,
    errorRate: errors ?? USUAL.errors,
    source: "assumed",
  } as const;
  if (rate !== undefined || evidence.indicators.length === 0) return { traffic: given };
  const side = (name: string, version: string): Side => ({ name, version, pods: 1, labels: {} });
  const read = await readTraffic(
    { spec: evidence, stable: side(sides.stable, from), canary: side(sides.canary, to) },
    { environment, cwd, now: () => Date.now() },
  );
  const measured = read.flatMap((one) => ("problem" in one ? [] : [one]));
  const [slowest] = measured.sort((a, b) => a.perSecond - b.perSecond);
  if (slowest && slowest.perSecond > 0) {
    const errorRate = errors ?? slowest.errorRate ?? USUAL.errors;
    return { traffic: { requestsPerSecond: slowest.perSecond, errorRate, source: "measured" } };
  }
  const problems = new Set(read.map((one) => ("problem" in one ? one.problem : "there were no requests")));
  return {
    traffic: given,
    problem: `the traffic is assumed, because that of the last hour is not known: ${[...problems].join("; ")}; or give --rate and --errors`,
  };
}
