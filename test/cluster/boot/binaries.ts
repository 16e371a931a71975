import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { run } from "../commands.js";
import { during } from "../say.js";

const SOURCES = join(import.meta.dirname, "..", "go");
const MODULE = readFileSync(join(SOURCES, "kubernetes", "go.mod"), "utf8");
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "pulumi-kubernetes-traffic");

/** The version of every part. */
export const KUBERNETES = /k8s\.io\/kubernetes (v[\d.]+)/.exec(MODULE)?.[1] as string;

const PARTS = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
] as const;
type Part = (typeof PARTS)[number];

/** Without a stamp, a part assumes version v0.0.0, and kube-proxy then judges version-dependent fields wrongly. */
const FLAGS = ["-trimpath", `-ldflags=-s -w ${stamps(KUBERNETES)}`];
const BINARIES = join(CACHE, `kubernetes-${KUBERNETES}-${digest(MODULE, ...FLAGS)}`);

/** The load generator and the apps. */
export const TOOLS = join(CACHE, "cluster-test");

/** The path of the binary of a part, whether it is built or not. */
export function binary(part: Part): string {
  return join(BINARIES, part);
}

/**
 * Builds parts of Kubernetes from the Go module proxy, each once per machine: ten minutes of processor time in all. Gives
 * up at `end`.
 */
export async function buildKubernetes(end: number, parts: readonly Part[] = PARTS): Promise<void> {
  const missing = parts.filter((part) => !existsSync(binary(part)));
  if (missing.length === 0) return;
  // Go verifies the modules with the checksum database, and writes go.sum and the completed go.mod to the cache.
  const cwd = join(BINARIES, "module");
  mkdirSync(cwd, { recursive: true });
  cpSync(join(SOURCES, "kubernetes", "go.mod"), join(cwd, "go.mod"));
  const env = { GOFLAGS: "-mod=mod", CGO_ENABLED: "0" };
  for (const part of missing) {
    const unfinished = `${binary(part)}.${process.pid}`; // an interrupted build must not leave a partial binary
    const args = ["go", "build", ...FLAGS, "-o", unfinished, `k8s.io/kubernetes/cmd/${part}`];
    await during(`building ${part} (once; it stays in ${BINARIES})`, () =>
      run("nice", args, { cwd, env, timeout: Math.max(1, end - Date.now()) }),
    );
    renameSync(unfinished, binary(part));
  }
}

/** Builds the load generator and the apps. Go's cache makes this fast. */
export async function buildTools(end: number): Promise<void> {
  mkdirSync(TOOLS, { recursive: true });
  await during(`building the load generator and the apps in ${TOOLS}`, () =>
    run("go", ["build", "-trimpath", "-o", `${TOOLS}/`, "./app", "./load"], {
      cwd: SOURCES,
      env: { CGO_ENABLED: "0", GOFLAGS: "" },
      timeout: Math.max(1, end - Date.now()),
    }),
  );
}

function stamps(version: string): string {
  const [major, minor] = version.slice(1).split(".");
  return Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor })
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(" ");
}

function digest(...texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 12);
}
