import type { Stack } from "../../../src/release/driver/ports.js";
import type { Lock } from "../../../src/release/stack/locks.js";
import { writesIn } from "../drive/cli.js";
import type { Moments } from "./moments.js";

/** The names of a stack of the CLI. */
export const PROJECT = "release";
export const STACK = "test";

/** Kills around and in the middle of `pulumi up`. */
export interface CliAccidents {
  /** The stack with accidents. `locks` are those of its updates. */
  of(open: (onOutput: (text: string) => void) => Stack, locks: () => readonly Lock[]): Stack;
}

/** A moment in `pulumi up`: once so many writes have begun. */
interface InTheMiddle {
  readonly writes: number;
  /** Whether the CLI is killed too, as when the machine goes away. Otherwise it finishes its update. */
  readonly withUpdate: boolean;
}

/** In this order, because what a killed update has written is not written again. */
const MIDDLE: readonly InTheMiddle[] = [
  { writes: 1, withUpdate: true },
  { writes: 2, withUpdate: true },
  { writes: 1, withUpdate: false },
];

/** Kills the driver before each `pulumi up`, in the middle of it, and after it. */
export function cliKills({ isFirst, kill, at }: Moments): CliAccidents {
  return {
    of: (open, locks) => {
      let next: InTheMiddle | undefined;
      let output = "";
      const stack = open((text) => {
        output += text;
        if (!next || writesIn(output) < next.writes) return;
        if (next.withUpdate) for (const { pid } of locks()) process.kill(-pid, "SIGKILL");
        kill();
      });
      return {
        ...stack,
        up: async (changes, ...others) => {
          const update = JSON.stringify(changes);
          at(`before ${update}`);
          next = MIDDLE.find(({ writes, withUpdate }) =>
            isFirst(`write ${writes}${withUpdate ? " and the update" : ""} of ${update}`),
          );
          output = "";
          await stack.up(changes, ...others);
          at(`after ${update}`);
        },
      };
    },
  };
}
