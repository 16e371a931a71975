import { spawn } from "node:child_process";
import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const here = __dirname;

/** The directory of a program that the tests run. */
export function programDirectory(name: string): string {
  return join(here, "programs", name);
}

/** A directory of its own for one test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "offline-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** What a command printed, and its exit code. */
export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command, without a pulumi on PATH unless the environment says otherwise. */
export function command(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Result> {
  return startCommand(args, environment).ended;
}

/** Starts the built command; `printed` waits until its stdout matches. */
export function startCommand(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { PULUMI_CONFIG_PASSPHRASE: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(here, "../../../dist/preview/cli/main.js"), ...args], {
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

/** The screen without what differs from run to run: durations, and the directory of the test. */
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
