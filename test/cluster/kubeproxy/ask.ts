import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

/** How kube-proxy judges a file. */
export interface Answer {
  /** Whether it would start. */
  readonly accepted: boolean;
  /** Whether it accepts the file only because it ignores unknown fields. */
  readonly lenient: boolean;
  /** Its error; undefined when it accepts the file. */
  readonly error: string | undefined;
  /** The configuration that it reads, with defaults; undefined when it refuses the file. */
  readonly read: unknown;
}

/** Has kube-proxy load, default and validate each file. It ends before it changes the system. */
export async function askAll(kubeProxy: string, files: readonly string[]): Promise<Answer[]> {
  const directory = mkdtempSync(join(tmpdir(), "kube-proxy-oracle-"));
  const answers: Answer[] = [];
  const waiting = files.entries();
  const worker = async () => {
    for (const [index, file] of waiting)
      answers[index] = await ask(kubeProxy, file, join(directory, `${index}`));
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
    return answers;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function ask(kubeProxy: string, file: string, at: string): Promise<Answer> {
  writeFileSync(`${at}.in`, file);
  const args = ["--config", `${at}.in`, "--write-config-to", `${at}.out`];
  return new Promise((resolve, reject) => {
    execFile(kubeProxy, args, { maxBuffer: 2 ** 26 }, (failure, stdout, stderr) => {
      const log = stdout + stderr;
      const accepted = failure === null;
      const error = /"command failed" err="(.*)"|"(?:err|error)":"(.*?[^\\])"/.exec(log);
      if (!accepted && (failure.code !== 1 || !error))
        reject(new Error(`kube-proxy did not judge:\n${file}\n${log}`));
      resolve({
        accepted,
        lenient: log.includes("Using lenient decoding"),
        error: accepted ? undefined : (error?.[1] ?? error?.[2]),
        read: accepted ? parse(readFileSync(`${at}.out`, "utf8")) : undefined,
      });
    });
  });
}
