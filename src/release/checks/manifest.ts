import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseDocument } from "yaml";

/** A Job that is ready to be created. */
export interface JobManifest {
  readonly name: string;
  /** Undefined for that of the component. */
  readonly namespace: string | undefined;
  readonly object: Readonly<Record<string, unknown>>;
  /** Seconds after which the cluster ends it. */
  readonly limit: number;
}

/** Characters of a name before its random end. Names of pods are longer, and have 63 at most. */
const LONGEST_NAME = 45;

/** Seconds that a Job stays when the driver was killed and cannot remove it. */
const KEPT = 600;

/**
 * Reads the manifest of a Job, and gives the Job a name of its own, so that no check meets the Job of another one. Its time
 * is limited in the cluster too: it ends, and is removed, even if nobody waits for it any more. Throws an Error that has the
 * file and what to do.
 */
export function readJob(file: string, cwd: string, timeout: number): JobManifest {
  const manifest = parseManifest(file, cwd);
  const { apiVersion, kind } = manifest;
  if (apiVersion !== "batch/v1" || kind !== "Job") {
    throw new Error(`${file} is not a Job: give one object with apiVersion: batch/v1 and kind: Job`);
  }
  const metadata = recordOf(manifest.metadata);
  const spec = recordOf(manifest.spec);
  const { name: given, generateName, ...kept } = metadata;
  const base = typeof given === "string" ? given : typeof generateName === "string" ? generateName : "check";
  const name = `${base.slice(0, LONGEST_NAME).replace(/[^a-z0-9]+$/, "")}-${randomBytes(4).toString("hex")}`;
  const limit = Math.max(1, Math.ceil(timeout));
  const { activeDeadlineSeconds: asked, ttlSecondsAfterFinished = KEPT } = spec;
  const activeDeadlineSeconds = typeof asked === "number" ? Math.min(asked, limit) : limit;
  return {
    name,
    namespace: typeof metadata.namespace === "string" ? metadata.namespace : undefined,
    limit: activeDeadlineSeconds,
    object: {
      ...manifest,
      metadata: { ...kept, name },
      spec: { ...spec, activeDeadlineSeconds, ttlSecondsAfterFinished },
    },
  };
}

function parseManifest(file: string, cwd: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(textOf(file, cwd), { logLevel: "error", prettyErrors: false });
  const [problem] = document.errors;
  if (problem?.code === "MULTIPLE_DOCS") throw new Error(`${file} has several objects; give one Job`);
  if (problem) throw new Error(`${file} is not YAML: ${problem.message}`);
  return recordOf(document.toJS());
}

function textOf(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      code === "ENOENT" ? `${file} does not exist in ${cwd}` : `${file} cannot be read: ${message}`,
    );
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
