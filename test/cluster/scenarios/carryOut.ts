import { sleep } from "../commands.js";
import type { App } from "../program/apps.js";
import { sayRefusal } from "../report/result.js";
import { say } from "../say.js";
import { type Bench, handOn } from "./bench.js";
import type { Step } from "./scenario.js";

/** What became of the `up` of a step. */
export interface CarriedOut {
  /** The output of an `up` that failed. */
  readonly refusal?: string;
  /** The writes of the `up` that succeeded at once. */
  readonly writes?: number;
}

/** Runs the step with these apps. Throws on anything that the step does not expect. */
export async function carryOut(bench: Bench, step: Step, apps: readonly App[]): Promise<CarriedOut> {
  const { driver } = bench;
  if (step.instead) {
    await step.instead(handOn(bench));
    return {};
  }
  const { up = "succeeds" } = step;
  if (typeof up === "object") {
    if (!(await driver.upKilled(apps, up.killedAfter))) say("  up was done before it could be killed");
    await sleep(3000);
    await driver.up(apps);
    return {};
  }
  const ended = await upDuring(bench, step, apps);
  if (typeof ended === "number") {
    if (up === "fails") throw new Error("up succeeded, and must fail");
    return { writes: ended };
  }
  if (up === "succeeds") throw ended;
  const refusal = ended.message;
  sayRefusal(refusal);
  if (driver.name === "pulumi" && step.explains && !step.explains.test(refusal))
    throw new Error(`up failed without the text ${step.explains}:\n${refusal}`);
  if (up === "may fail") await driver.up(apps);
  return { refusal };
}

/** Runs one `up`, and what happens in its middle. Returns the number of writes, or the error with which it failed. */
async function upDuring(bench: Bench, { during }: Step, apps: readonly App[]): Promise<number | Error> {
  let happening: Promise<Error | undefined> | undefined;
  const ended = await bench.driver
    .up(apps, (writes) => {
      if (writes === during?.after) happening = errorOf(during.happens(handOn(bench)));
    })
    .catch((error: Error) => error);
  if (during && !happening)
    throw new Error(
      `up ended before write ${during.after}: ${ended instanceof Error ? ended.message : ended}`,
    );
  const error = await happening;
  if (error) throw error;
  return ended;
}

async function errorOf(work: Promise<void>): Promise<Error | undefined> {
  return work.then(
    () => undefined,
    (error: Error) => error,
  );
}
