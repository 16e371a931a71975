import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Evidence } from "../../../src/release/driver/ports.js";
import type { Accidents } from "./harnessStack.js";

/** The moments at which a driver was killed. Each comes once, so that a driver that is started again gets on. */
export interface Kills {
  /** Kills the driver after everything that an `up` does. */
  readonly accidents: Accidents;
  /** Kills the driver after its first look at the evidence of each step. */
  of(evidence: Evidence): Evidence;
}

/** More writes than an `up` of one app has. */
const WRITES = 10;

/** The kills of the driver of a stack, which are kept in its folder. */
export function killsIn(folder: string): Kills {
  const isFirst = (moment: string): boolean => {
    const seen = momentsIn(folder);
    if (seen.includes(moment)) return false;
    writeFileSync(fileIn(folder), JSON.stringify([...seen, moment]));
    return true;
  };
  const at = (moment: string) => {
    if (isFirst(moment)) killGroup();
  };
  return {
    accidents: {
      at: (moment, config) => at(`${moment} of ${JSON.stringify(config)}`),
      writesBeforeKill: (config) => {
        const counts = Array.from({ length: WRITES }, (_, index) => index + 1);
        return counts.find((writes) => isFirst(`write ${writes} of ${JSON.stringify(config)}`));
      },
      killed: killGroup,
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

/** The moments so far at which the driver of a stack was to be killed. */
export function momentsIn(folder: string): string[] {
  return existsSync(fileIn(folder)) ? JSON.parse(readFileSync(fileIn(folder), "utf8")) : [];
}

function fileIn(folder: string): string {
  return join(folder, "kills.json");
}

/** As when the machine of the driver goes away: neither it nor its `up` does anything more. */
function killGroup(): void {
  process.kill(-process.pid, "SIGKILL");
}
