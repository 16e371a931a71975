import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Result } from "./support.js";

/** Runs the built command, without a pulumi on PATH unless the environment names one. */
export function spawnCommand(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Result> {
  return startCommand(args, environment).ended;
}

/** Starts the built command; `printed` waits until its stdout matches. */
export function startCommand(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { PULUMI_CONFIG_PASSPHRASE: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(__dirname, "../../../dist/preview/cli/main.js"), ...args], {
    env: { ...inherited, PATH: "/nowhere", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8");
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (chunk: string) => {
    text.stderr += chunk;
  });
  const ended = new Promise<Result>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...text }));
  });
  let look: () => void = () => undefined;
  child.stdout.on("data", (chunk: string) => {
    text.stdout += chunk;
    look();
  });
  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      look = () => {
        const match = pattern.exec(text.stdout);
        if (match) resolve(match);
      };
      look();
      ended.then(
        (result) => reject(new Error(`ended without ${pattern}: ${JSON.stringify(result)}`)),
        reject,
      );
    });
  return { child, ended, printed };
}
