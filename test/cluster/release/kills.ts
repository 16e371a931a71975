import type { Evidence } from "../../../src/release/driver/ports.js";
import { type CliAccidents, cliKills } from "./cliKills.js";
import type { Accidents } from "./harnessStack.js";
import { momentsOf } from "./moments.js";

/** The moments at which a driver was killed. Each comes once, so that a driver that is started again gets on. */
export interface Kills {
  /** Kills the driver after everything that an `up` does. */
  readonly accidents: Accidents;
  /** The same for a stack of the real CLI. */
  readonly cli: CliAccidents;
  /** Kills the driver after its first look at the evidence of each step. */
  of(evidence: Evidence): Evidence;
}

/** More writes than an `up` of one app has. */
const WRITES = 10;

/** The kills of the driver of a stack, which are kept in its folder. */
export function killsIn(folder: string): Kills {
  const moments = momentsOf(folder);
  const { isFirst, at } = moments;
  return {
    cli: cliKills(moments),
    accidents: {
      at: (moment, config) => at(`${moment} of ${JSON.stringify(config)}`),
      writesBeforeKill: (config) => {
        const counts = Array.from({ length: WRITES }, (_, index) => index + 1);
        return counts.find((writes) => isFirst(`write ${writes} of ${JSON.stringify(config)}`));
      },
      killed: moments.kill,
    },
    of: (evidence) => ({
      ...evidence,
      read: async (question) => {
        const readings = await evidence.read(question);
        at(`evidence of step ${question.periods.at(-1)?.step}`);
        return readings;
      },
    }),
  };
}
