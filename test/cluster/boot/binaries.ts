import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../commands.js";
import { during } from "../say.js";
import { BINARIES, TOOLS } from "../settings.js";

const SOURCES = join(import.meta.dirname, "..", "go");
const PARTS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"];

/** Builds Kubernetes from the Go module proxy, once: ten minutes of processor time. Gives up at `end`. */
export async function buildKubernetes(end: number): Promise<void> {
  if (PARTS.every((part) => existsSync(join(BINARIES, part)))) return;
  // The sums are looked up in the checksum database; they and the completed go.mod stay out of the checkout.
  const module = join(BINARIES, "module");
  mkdirSync(module, { recursive: true });
  cpSync(join(SOURCES, "kubernetes", "go.mod"), join(module, "go.mod"));
  for (const part of PARTS) {
    if (existsSync(join(BINARIES, part))) continue;
    await during(`building ${part} (once, then cached in ${BINARIES})`, () =>
      run(
        "nice",
        [
          "go",
          "build",
          "-trimpath",
          "-ldflags=-s -w",
          "-o",
          join(BINARIES, part),
          `k8s.io/kubernetes/cmd/${part}`,
        ],
        {
          cwd: module,
          env: { GOFLAGS: "-mod=mod", CGO_ENABLED: "0" },
          timeout: Math.max(1, end - Date.now()),
        },
      ),
    );
  }
}

/** Builds the load generator and the apps; Go's own cache makes it quick. */
export async function buildTools(end: number): Promise<void> {
  mkdirSync(TOOLS, { recursive: true });
  await run("go", ["build", "-trimpath", "-o", `${TOOLS}/`, "./app", "./load"], {
    cwd: SOURCES,
    env: { CGO_ENABLED: "0", GOFLAGS: "" },
    timeout: Math.max(1, end - Date.now()),
  });
}
