import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunError } from "@pulumi/pulumi";
import ts from "typescript";
import { onTestFinished } from "vitest";
import type { ProgramRunner } from "../../../src/preview/cli/preview.js";
import { run } from "../../../src/preview/cli/run.js";
import { planInProcess } from "../../../src/preview/engine/inProcess.js";
import { OfflineMonitor } from "../../../src/preview/engine/monitor.js";
import { openTerminal } from "../../../src/preview/screen/terminal.js";

/** The directory of a program that the tests run. */
export function programDirectory(name: string): string {
  return join(__dirname, "programs", name);
}

/** A new directory, which is removed after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "preview-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The output of a command, and its exit code. */
export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command line in this process, without a pulumi on PATH unless the environment names one. The program runs in
 * this process too, unless another runner is given; `spawnCommand` runs both as a user does. With `columns`, stdout is a
 * screen of that width.
 */
export async function command(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  columns?: number,
  runner: ProgramRunner = runHere,
): Promise<Result> {
  const printed = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof printed) =>
    ({
      isTTY: name === "stdout" && columns !== undefined,
      columns,
      write: (text: string) => {
        printed[name] += text;
      },
    }) as unknown as NodeJS.WriteStream;
  const terminal = openTerminal(stream("stdout"), stream("stderr"), environment);
  const code = await run(args, terminal, { PATH: "/nowhere", ...environment }, runner);
  return { code, ...printed };
}

/** Runs a program in this process. It runs in full each time: a module cache would skip the second run. */
const runHere: ProgramRunner = async (project, stack, { values, secretKeys }) => {
  const identity = {
    project: project.name,
    stack,
    organization: "organization",
    preview: true,
    config: values,
  };
  try {
    const monitor = await planInProcess({ ...identity, secretKeys }, () => {
      const path = join(project.pwd, project.main);
      return evaluate(existsSync(join(path, "index.ts")) ? join(path, "index.ts") : path);
    });
    const succeeded = monitor.messages.every(({ severity }) => severity !== "error");
    return { monitor, succeeded, exitCode: succeeded ? 0 : undefined };
  } catch (error) {
    if (!RunError.isInstance(error)) throw error;
    const monitor = new OfflineMonitor(identity);
    monitor.messages.push({ severity: "error", text: error.message, urn: undefined });
    return { monitor, succeeded: false, exitCode: 32 };
  }
};

function evaluate(file: string): unknown {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), { compilerOptions: options });
  const module = { exports: {} };
  new Function("require", "module", "exports", outputText)(createRequire(file), module, module.exports);
  return module.exports;
}

/** The screen without durations and the directory of the test, which differ from run to run. */
export function screen(text: string, directory?: string): string {
  return (directory ? text.replaceAll(directory, "DIR") : text).replace(/\d+\.\d s$/m, "N s");
}

/** Encrypts as Pulumi's passphrase secrets manager does. */
export function passphraseVector(passphrase: string, ...texts: string[]): { salt: string; sealed: string[] } {
  const salt = randomBytes(8);
  const key = pbkdf2Sync(passphrase, salt, 1_000_000, 32, "sha256");
  const seal = (text: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${bytes.toString("base64")}`;
  };
  return { salt: `v1:${salt.toString("base64")}:${seal("pulumi")}`, sealed: texts.map(seal) };
}
