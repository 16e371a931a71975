import { say } from "../say.js";
import type { Named } from "../scenarios/scenario.js";
import { type ReleaseResult, releaseLine } from "./result.js";
import type { ReleaseScenario } from "./scenario.js";
import type { ReleaseBench } from "./stage.js";

/** Runs one release, and prints what became of it. */
export async function runRelease(
  bench: ReleaseBench,
  { name, shows }: Named,
  scenario: ReleaseScenario,
  mode: string,
): Promise<ReleaseResult> {
  const began = Date.now();
  say(`${mode}: ${name}: ${shows}`);
  const outcome = await scenario(bench);
  const result = { mode, scenario: name, took: Math.round((Date.now() - began) / 1000), ...outcome };
  say(`  ${releaseLine(result)}${result.failed.map((text) => `\n          FAILED: ${text}`).join("")}`);
  return result;
}
