import { type Counts, total } from "../load/load.js";
import { type Fault, forecastOf } from "./forecast.js";
import type { Released } from "./program.js";
import { openRelease, WEB, wrongConfig, wrongEnd, wrongLosses, wrongShare } from "./release.js";
import type { ReleaseScenario } from "./scenario.js";
import type { SpecOptions } from "./spec.js";

/** A version, and what becomes of its release. */
interface Version {
  readonly version: string;
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
function releaseOf({ version, ends, fault, met, loses, released = WEB, spec }: Version): ReleaseScenario {
  return async (bench) => {
    const forecast = fault && forecastOf(released, fault, bench.driver.name);
    const release = await openRelease(bench, version, { released });
    const end = await release.run(spec);
    const failed = [...wrongEnd(end, ends), ...(await wrongConfig(release, ends === "promoted" ? ends : 0))];
    const { share, ...result } = await release.close();
    const { counts } = result;
    const metFault = met?.(counts) ?? counts.errors?.[version] ?? 0;
    failed.push(...wrongShare({ ...result, share }, ends === "promoted" ? 100 : 0));
    if (!loses) failed.push(...wrongLosses(counts));
    if (!loses && metFault > (forecast ?? 0))
      failed.push(`${metFault} users met a fault, ${forecast ?? 0} is the forecast`);
    const verdict = end.outcome?.as ?? "none";
    return { ...result, verdict, metFault, forecast, ...(loses && { loses }), failed };
  };
}

/** Fewer and larger steps, and no wait for the Service, for a run that must be short. */
const short = { spec: { steps: [25, 100] }, released: { ...WEB, awaitsService: false } };

export const goodInTwoSteps = releaseOf({ version: "good2", ends: "promoted", ...short });

export const errorsInTwoSteps = releaseOf({
  ...{ version: "errors", ends: "rolledBack", fault: { faults: 0.05, weight: 25 }, ...short },
});

/** Two colors, of which the idle one is to be released by preview, flip, bake and retire. */
const SHOP: Released = { kind: "blueGreen", name: "shop", replicas: 4 };

export const goodColor = releaseOf({ version: "good2", ends: "promoted", released: SHOP });

export const errorsColor = releaseOf({
  ...{ version: "errors", ends: "rolledBack", released: SHOP, fault: { faults: 0.05, weight: 100 } },
});

export const goodInFourSteps = releaseOf({ version: "good2", ends: "promoted" });

export const errorsInFourSteps = releaseOf({
  ...{ version: "errors", ends: "rolledBack", fault: { faults: 0.05, weight: 10 } },
});

export const slow = releaseOf({
  ...{ version: "slow", ends: "rolledBack" },
  ...{ fault: { faults: 0.2, weight: 10 }, met: ({ slow }) => slow },
});

export const crash = releaseOf({
  ...{ version: "crash", ends: "rolledBack", loses: true, met: ({ lost }) => total(lost) },
});

export const overload = releaseOf({
  ...{ version: "overload", ends: "rolledBack" },
  ...{ fault: { faults: 0.33, weight: 100 }, spec: { atLeast: 30 } },
});
