import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, sleep } from "../commands.js";
import type { App } from "../program/apps.js";
import type { Driver } from "./driver.js";

const PROGRAM = join(import.meta.dirname, "..", "program", "index.ts");

/** Drives with the real Pulumi CLI, with its state in a folder. */
export async function pulumiDriver(
  stateFolder: string,
  kubeconfig: string,
  namespace: string,
): Promise<Driver> {
  const project = join(stateFolder, "pulumi");
  const backend = join(stateFolder, "pulumi-state");
  for (const folder of [project, backend]) mkdirSync(folder, { recursive: true });
  const file = (name: string, content: unknown) =>
    writeFileSync(join(project, name), JSON.stringify(content));
  file("Pulumi.yaml", {
    name: "traffic",
    runtime: { name: "nodejs", options: { typescript: false } },
    main: PROGRAM,
  });
  const env = {
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: join(stateFolder, "pulumi-home"),
    KUBECONFIG: kubeconfig,
    NO_COLOR: "1",
  };
  const pulumi = (...args: string[]) =>
    run("pulumi", [...args, "--stack", "test", "--non-interactive"], { cwd: project, env });
  const configure = (apps: readonly App[]) =>
    file("Pulumi.test.yaml", {
      config: { "kubernetes:namespace": namespace, "traffic:apps": JSON.stringify(apps) },
    });
  const up = ["up", "--yes", "--skip-preview", "--suppress-outputs"];
  await run("pulumi", ["stack", "init", "test", "--non-interactive"], { cwd: project, env });
  return {
    name: "pulumi",
    up: async (apps) => {
      configure(apps);
      const printed = await pulumi(...up);
      appendFileSync(join(stateFolder, "logs", "pulumi.log"), `${new Date().toISOString()}\n${printed}`);
    },
    upKilled: async (apps, writes) => {
      configure(apps);
      const arrived = await killAfter(writes, project, env, [...up, "--stack", "test", "--non-interactive"]);
      if (arrived) await pulumi("cancel", "--yes");
      return arrived;
    },
    destroy: async () => {
      await pulumi("destroy", "--yes", "--skip-preview", "--suppress-outputs");
    },
  };
}

/** Kills the CLI as soon as it has begun so many updates; its plugins end by themselves. */
function killAfter(writes: number, cwd: string, env: NodeJS.ProcessEnv, args: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let seen = "";
    child.stdout.on("data", async (data) => {
      seen += data;
      // The CLI tells that it begins an object before it writes it; half a second later the write is out.
      const begun = seen.match(/kubernetes:\S+ \S+ (updating|creating) \(0s\)/g)?.length ?? 0;
      if (begun < writes) return;
      await sleep(500);
      child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", (_, signal) => resolve(signal === "SIGKILL"));
  });
}
