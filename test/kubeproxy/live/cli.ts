import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Driver } from "./driver.js";

const PROGRAM = join(__dirname, "program");

/** The real Pulumi CLI with its Kubernetes provider, on a state file of its own. */
export async function cliDriver(pulumi: string, kubeconfig: string): Promise<Driver> {
  const state = mkdtempSync(join(tmpdir(), "kube-proxy-live-"));
  const config = ["--config-file", join(state, "config.yaml")];
  const run = (...args: string[]): Promise<{ code: number | null; output: string }> => {
    const env = {
      ...process.env,
      KUBECONFIG: kubeconfig,
      PULUMI_BACKEND_URL: `file://${join(state, "backend")}`,
      PULUMI_HOME: join(state, "home"),
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const child = spawn(pulumi, [...args, "--non-interactive"], { cwd: PROGRAM, env });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        output += text;
      });
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
  };
  const set = (args: object) => run("config", "set", "args", JSON.stringify(args), ...config);

  mkdirSync(join(state, "backend"));
  await run("stack", "init", "test");
  return {
    async up(args) {
      await set(args);
      const { code, output } = await run("up", "--yes", "--skip-preview", "--suppress-progress", ...config);
      expect(code, output).toBe(0);
      return output.match(/Patch proxy (created|updated)/g)?.length ?? 0;
    },
    async failure(args) {
      await set(args);
      const { code, output } = await run("preview", "--suppress-progress", ...config);
      expect(code).not.toBe(0);
      return output;
    },
    async destroy() {
      const { code, output } = await run("destroy", "--yes", "--skip-preview");
      expect(code, output).toBe(0);
    },
    end() {
      rmSync(state, { recursive: true, force: true });
      rmSync(join(PROGRAM, "Pulumi.test.yaml"), { force: true }); // where stack init keeps the salt of the passphrase
    },
  };
}
