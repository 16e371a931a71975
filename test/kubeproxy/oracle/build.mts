import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The kube-proxy to ask, or why there is none. */
    kubeProxy: { path: string; version: string } | { missing: string };
  }
}

/** Builds kube-proxy from the sources of its release, once a machine: it takes minutes. */
export default function build(project: TestProject): void {
  if (spawnSync("go", ["version"]).error) {
    const missing = "Go is not installed, so kube-proxy itself cannot be asked";
    console.log(`skipped: ${missing}`);
    project.provide("kubeProxy", { missing });
    return;
  }
  project.provide("kubeProxy", kubeProxy());
}

function kubeProxy(): { path: string; version: string } {
  const module = readFileSync(join(import.meta.dirname, "go.mod"), "utf8");
  const version = /k8s\.io\/kubernetes (v[\d.]+)/.exec(module)?.[1];
  if (version === undefined) throw new Error("go.mod does not name the version of k8s.io/kubernetes");
  const build = createHash("sha256")
    .update(module)
    .update(flags(version).join(" "))
    .digest("hex")
    .slice(0, 12);
  const directory = join(cache(), `kube-proxy-${version}-${build}`);
  const path = join(directory, "kube-proxy");
  if (existsSync(path)) return { path, version };
  mkdirSync(directory, { recursive: true });
  console.log(`building kube-proxy ${version} into ${directory}; the first time takes some minutes`);
  const unfinished = `${path}.${process.pid}`; // so that a build that is stopped, or two at once, leave no half of one
  compile(unfinished, version);
  renameSync(unfinished, path);
  return { path, version };
}

/** A download may fail for reasons that are not ours, so it is tried again; the compiler's errors come back the same. */
function compile(output: string, version: string): void {
  const args = [
    "build",
    "-trimpath",
    "-v",
    ...flags(version),
    "-o",
    output,
    "k8s.io/kubernetes/cmd/kube-proxy",
  ];
  for (let attempt = 1; attempt <= 3; attempt++) {
    const { status } = spawnSync("go", args, {
      cwd: import.meta.dirname,
      env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" },
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (status === 0) return;
    console.log(`build ${attempt} of 3 failed`);
  }
  throw new Error(`kube-proxy ${version} could not be built`);
}

/** Without its version a kube-proxy takes itself for v0.0.0, and judges fields that depend on it by that. */
function flags(version: string): string[] {
  const [major, minor] = version.slice(1).split(".");
  const stamps = { gitVersion: version, gitMajor: major, gitMinor: minor };
  const stamped = Object.entries(stamps).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  return [`-ldflags=-s -w ${stamped.join(" ")}`];
}

function cache(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "pulumi-kubernetes-traffic");
}
