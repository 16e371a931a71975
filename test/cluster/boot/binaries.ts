import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../commands.js";
import { during } from "../say.js";
import { CACHE, digest } from "./cache.js";
import { GoModule, SOURCES } from "./goModule.js";

const PARTS = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
] as const;
type Part = (typeof PARTS)[number];

const kubernetes = new GoModule<Part>({
  name: "kubernetes",
  path: "k8s.io/kubernetes",
  linkerFlags: stamps,
});

/** The version of every part. */
export const KUBERNETES = kubernetes.version;

/** The folder of the load generator and the apps: one for each version of their sources, as checkouts share the cache. */
export const TOOLS = join(CACHE, `cluster-test-${digest(...goSources("app"), ...goSources("load"))}`);

/** The path of the binary of a part, whether it is built or not. */
export function binary(part: Part): string {
  return kubernetes.binary(part);
}

/** Builds parts of Kubernetes, each once per machine: ten minutes of processor time in all. Gives up at `end`. */
export function buildKubernetes(end: number, parts: readonly Part[] = PARTS): Promise<void> {
  return kubernetes.build(end, parts);
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

/** Without a stamp, a part assumes version v0.0.0, and kube-proxy then judges version-dependent fields wrongly. */
function stamps(version: string): string {
  const [major, minor] = version.slice(1).split(".");
  return Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor })
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(" ");
}

function goSources(folder: string): string[] {
  const path = join(SOURCES, folder);
  return readdirSync(path).map((file) => readFileSync(join(path, file), "utf8"));
}
