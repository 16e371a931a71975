import { type Counts, total } from "../load/load.js";
import { type Fault, forecastOf } from "./forecast.js";
import type { Released } from "./program.js";
import { openRelease, WEB, wrongConfig, wrongEnd, wrongLosses, wrongShare } from "./release.js";
import type { ReleaseScenario } from "./scenario.js";
import type { SpecOptions } from "./spec.js";

/** A version, and what becomes of its release. */
interface Version {
  readonly version: string;
  /** What its name has in addition. */
  readonly like?: string;
  readonly shows: string;
  readonly ends: "promoted" | "rolledBack";
  /** The fault that users may meet. Default: none. */
  readonly fault?: Fault;
  /** The users who met its fault. Default: those who got an answer with status 500. */
  readonly met?: (counts: Counts) => number;
  /** Whether it loses connections by itself, which no forecast counts. Default false. */
  readonly loses?: boolean;
  /** The app. Default: that of every release. */
  readonly released?: Released;
  readonly spec?: SpecOptions;
}

/** The release of one version under load, by one run of the driver. */
function releaseOf({
  version,
  like = "",
  shows,
  ends,
  fault,
  met,
  loses,
  released = WEB,
  spec,
}: Version): ReleaseScenario {
  return {
    name: `release driver: ${version}${like}`,
    shows,
    run: async (bench) => {
      const forecast = fault && forecastOf(released, fault, bench.driver.name);
      const release = await openRelease(bench, version, { released });
      const end = await release.run(spec);
      const failed = [
        ...wrongEnd(end, ends),
        ...(await wrongConfig(release, ends === "promoted" ? ends : 0)),
      ];
      const { share, ...result } = await release.close();
      const { counts } = result;
      const metFault = met?.(counts) ?? counts.errors?.[version] ?? 0;
      failed.push(...wrongShare({ ...result, share }, ends === "promoted" ? 100 : 0));
      if (!loses) failed.push(...wrongLosses(counts));
      if (!loses && metFault > (forecast ?? 0))
        failed.push(`${metFault} users met a fault, ${forecast ?? 0} is the forecast`);
      const verdict = end.outcome?.as ?? "none";
      return { ...result, verdict, metFault, forecast, ...(loses && { loses }), failed };
    },
  };
}

/** Fewer and larger steps, and no wait for the Service, for a run that must be short. */
const short = { spec: { steps: [25, 100] }, released: { ...WEB, awaitsService: false } };

/** A good version and a bad one, in short. */
export const shortReleases: readonly ReleaseScenario[] = [
  releaseOf({
    ...{ version: "good2", like: ", two steps", shows: "a good version is promoted by itself" },
    ...{ ends: "promoted", ...short },
  }),
  releaseOf({
    ...{
      version: "errors",
      like: ", two steps",
      shows: "a version with 5 % of errors is rolled back by itself",
    },
    ...{ ends: "rolledBack", ...short, fault: { faults: 0.05, weight: 25 } },
  }),
];

/** Two colors, of which the idle one is to be released. */
const SHOP: Released = { kind: "blueGreen", name: "shop", replicas: 4 };

/** Preview, flip, bake and retire. */
export const blueGreenReleases: readonly ReleaseScenario[] = [
  releaseOf({
    ...{ version: "good2", like: ", blue-green", shows: "a good color bakes, and the old one is retired" },
    ...{ ends: "promoted", released: SHOP },
  }),
  releaseOf({
    ...{ version: "errors", like: ", blue-green", shows: "a color with 5 % of errors is flipped back" },
    ...{ ends: "rolledBack", released: SHOP, fault: { faults: 0.05, weight: 100 } },
  }),
];

/** Each version in four steps. */
export const fullReleases: readonly ReleaseScenario[] = [
  releaseOf({
    ...{ version: "good2", like: ", four steps", shows: "a good version takes every step by itself" },
    ends: "promoted",
  }),
  releaseOf({
    ...{ version: "errors", like: ", four steps", shows: "a version with 5 % of errors is rolled back" },
    ...{ ends: "rolledBack", fault: { faults: 0.05, weight: 10 } },
  }),
  releaseOf({
    ...{ version: "slow", shows: "a version with 20 % of slow answers is rolled back" },
    ...{ ends: "rolledBack", fault: { faults: 0.2, weight: 10 }, met: ({ slow }) => slow },
  }),
  releaseOf({
    ...{ version: "crash", shows: "a version whose pods crash after 30 s is rolled back" },
    ...{ ends: "rolledBack", loses: true, met: ({ lost }) => total(lost) },
  }),
  releaseOf({
    ...{ version: "overload", shows: "a version that fails under the full load alone is rolled back" },
    ...{ ends: "rolledBack", fault: { faults: 0.33, weight: 100 }, spec: { atLeast: 30 } },
  }),
];
