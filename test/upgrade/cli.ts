import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { findPulumi } from "../../src/preview/cli/pulumi.js";
import { PulumiStack } from "../cluster/drive/cli.js";
import type { Program } from "./program.js";
import { type RecordedResource, STACK } from "./replay.js";

const PROGRAM = join(__dirname, "cliProgram", "index.cjs");

/** A step of `pulumi preview`. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  /** The fields that differ, by path. */
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}

/**
 * What the Pulumi CLI would change if these programs ran in a stack that has these resources. It needs no cluster: the
 * provider renders YAML, and finds differences as it does with a cluster.
 */
export async function previewOf(
  programs: readonly Program[],
  resources: readonly RecordedResource[],
): Promise<Step[]> {
  const folder = mkdtempSync(join(tmpdir(), "upgrade-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const project = join(folder, "project");
  mkdirSync(project);
  const runtime = { name: "nodejs", options: { typescript: false } };
  const file = join(project, "registered.json");
  writeFileSync(
    join(project, "Pulumi.yaml"),
    JSON.stringify({ name: STACK.project, runtime, main: PROGRAM }),
  );
  const stack = new PulumiStack({
    pulumi: findPulumi(process.env) as string,
    project,
    state: folder,
    kubeconfig: "",
    env: { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" },
  });
  await stack.init();
  const set = (key: string, value: string) =>
    stack.mustRun("config", "set", key, value, "--stack", STACK.stack);
  await set("file", file);
  await set("kubernetes:renderYamlToDirectory", join(folder, "rendered"));

  writeFileSync(file, JSON.stringify({ resources }));
  await stack.mustRun("up", "--yes", "--skip-preview", "--stack", STACK.stack);
  writeFileSync(file, JSON.stringify({ programs }));
  const output = await stack.mustRun("preview", "--json", "--stack", STACK.stack);
  const { steps } = JSON.parse(output) as { steps: Step[] };
  return steps.filter(({ op }) => op !== "same");
}
