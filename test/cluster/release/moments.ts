import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The moments of a stack, which are kept in its folder. */
export interface Moments {
  /** Whether the moment has not come before. From now on it has. */
  isFirst(moment: string): boolean;
  /** Kills the driver at the moment, if it has not come before. */
  at(moment: string): void;
  /** Kills the driver. */
  kill(): void;
}

/** The moments of the stack in a folder. */
export function momentsOf(folder: string): Moments {
  const isFirst = (moment: string): boolean => {
    const seen = momentsIn(folder);
    if (seen.includes(moment)) return false;
    writeFileSync(fileIn(folder), JSON.stringify([...seen, moment]));
    return true;
  };
  const at = (moment: string) => {
    if (isFirst(moment)) killGroup();
  };
  return { isFirst, at, kill: killGroup };
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
