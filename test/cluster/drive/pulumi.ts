import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sleep } from "../commands.js";
import type { App } from "../program/apps.js";
import { PulumiStack } from "./cli.js";
import type { Driver } from "./driver.js";

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
    up: async (apps) => {
      configure(apps);
      const printed = await stack.mustRun(...UP);
      appendFileSync(join(stateFolder, "logs", "pulumi.log"), `${new Date().toISOString()}\n${printed}`);
    },
    upKilled: async (apps, writes) => {
      configure(apps);
      const arrived = await killAfter(writes, stack);
      if (arrived) await stack.mustRun("cancel", "--yes", "--stack", "test");
      return arrived;
    },
    destroy: async () => {
      await stack.mustRun("destroy", "--yes", "--skip-preview", "--suppress-outputs", "--stack", "test");
    },
  };
}

/** Kills the CLI once it has started so many writes. Its plugins end by themselves. */
async function killAfter(writes: number, stack: PulumiStack): Promise<boolean> {
  const { child, ended } = stack.start(UP);
  let seen = "";
  child.stdout?.on("data", async (data) => {
    seen += data;
    // The CLI reports that it begins an object before it writes it; half a second later the write is out.
    const begun = seen.match(/kubernetes:\S+ \S+ (updating|creating) \(0s\)/g)?.length ?? 0;
    if (begun < writes) return;
    await sleep(500);
    child.kill("SIGKILL");
  });
  return (await ended).signal === "SIGKILL";
}
