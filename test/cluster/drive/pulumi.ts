import type { ChildProcess } from "node:child_process";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sleep } from "../commands.js";
import type { App } from "../program/apps.js";
import { outputOf, PulumiStack, writesIn } from "./cli.js";
import { counting, type Driver } from "./driver.js";

const PROGRAM = join(import.meta.dirname, "..", "program", "index.cjs");
const UP = ["up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", "test"];

/** Drives with the real Pulumi CLI, with its state in a folder. */
export async function pulumiDriver(
  stateFolder: string,
  kubeconfig: string,
  namespace: string,
): Promise<Driver> {
  const project = join(stateFolder, "pulumi");
  mkdirSync(project);
  const file = (name: string, content: unknown) =>
    writeFileSync(join(project, name), JSON.stringify(content));
  file("Pulumi.yaml", {
    name: "traffic",
    runtime: { name: "nodejs", options: { typescript: false } },
    main: PROGRAM,
  });
  const configure = (apps: readonly App[]) =>
    file("Pulumi.test.yaml", {
      config: { "kubernetes:namespace": namespace, "traffic:apps": JSON.stringify(apps) },
    });
  const stack = new PulumiStack({
    ...{ pulumi: "pulumi", project, kubeconfig, state: join(stateFolder, "pulumi-state") },
    env: { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" },
  });
  await stack.init();
  return {
    name: "pulumi",
    up: async (apps, onWrite = () => {}) => {
      configure(apps);
      const { child, ended } = stack.start(UP);
      watchWrites(child, onWrite);
      const printed = outputOf(UP, await ended);
      appendFileSync(join(stateFolder, "logs", "pulumi.log"), `${new Date().toISOString()}\n${printed}`);
      return writesIn(printed);
    },
    upKilled: async (apps, writes) => {
      configure(apps);
      const { child, ended } = stack.start(UP);
      // The plugins of a CLI that was killed end by themselves.
      watchWrites(child, (begun) => begun === writes && child.kill("SIGKILL"));
      const arrived = (await ended).signal === "SIGKILL";
      if (arrived) await stack.mustRun("cancel", "--yes", "--stack", "test");
      return arrived;
    },
    destroy: async () => {
      await stack.mustRun("destroy", "--yes", "--skip-preview", "--suppress-outputs", "--stack", "test");
    },
  };
}

/** Calls `onWrite` when each write is out: half a second after the CLI reports that it begins the object. */
function watchWrites(child: ChildProcess, onWrite: (writes: number) => void): void {
  let output = "";
  const count = counting(writesIn, async (writes) => {
    await sleep(500);
    onWrite(writes);
  });
  child.stdout?.on("data", (data) => {
    output += data;
    count(output);
  });
}
