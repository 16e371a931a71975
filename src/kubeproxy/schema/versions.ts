import { IPVS_END } from "../../contract/defaults.js";
import type { Problems } from "../../diagnostics/problems.js";
import { fieldAt } from "./fields.js";
import { type KubeProxyMode, warnOfIpvs } from "./modes.js";
import { valueAt } from "./tree.js";

/** Version 1.x of kube-proxy. */
export interface KubeProxyVersion {
  readonly minor: number;
  /** As in the tag of its image. */
  readonly text: string;
}

/** Reads the version of kube-proxy from the tag of its image. Undefined when the tag has none. */
export function kubeProxyVersion(image: string): KubeProxyVersion | undefined {
  const [, text, minor] = /:(v?1\.(\d+)[^@]*)/.exec(image) ?? [];
  return text === undefined ? undefined : { minor: Number(minor), text };
}

/** What the user wants from kube-proxy. */
interface Asked {
  readonly mode: KubeProxyMode;
  /** Paths of the fields that the user set. */
  readonly given: readonly string[];
  /** Content of the file. */
  readonly content: unknown;
}

/** Checks what depends on the version of kube-proxy. Assumes a current version when it is unknown. */
export function checkVersion(version: KubeProxyVersion | undefined, asked: Asked, problems: Problems): void {
  if (asked.mode === "ipvs" && (version === undefined || version.minor >= IPVS_END.deprecated))
    warnOfIpvs(problems);
  if (version === undefined) return;
  checkIpvs(version, asked, problems);
  checkNftables(version, asked, problems);
  checkHiddenMetrics(version, asked, problems);
  for (const path of asked.given) warnOfFuture(path, version, problems);
}

function checkIpvs({ minor, text }: KubeProxyVersion, { mode, content }: Asked, problems: Problems): void {
  const gate = valueAt(content, "featureGates.KubeProxyIPVS");
  const remedy = "nftables is its successor";
  if (gate !== undefined && minor < 37) {
    const problem = `is not a feature gate of kube-proxy ${text}, which would not start`;
    problems.refuse({
      path: "featureGates.KubeProxyIPVS",
      problem,
      remedy: "it exists from 1.37 on; remove it",
    });
  }
  if (mode !== "ipvs") return;
  if (minor >= IPVS_END.removed)
    problems.refuse({ path: "mode", problem: `kube-proxy ${text} no longer supports mode ipvs`, remedy });
  else if (minor >= IPVS_END.off && gate !== true) {
    const problem = `kube-proxy ${text} exits in mode ipvs unless featureGates.KubeProxyIPVS is true`;
    problems.refuse({ path: "mode", problem, remedy });
  }
}

function checkNftables(
  { minor, text }: KubeProxyVersion,
  { mode, content }: Asked,
  problems: Problems,
): void {
  if (mode !== "nftables" || minor >= 31) return;
  const gate = valueAt(content, "featureGates.NFTablesProxyMode");
  if (minor < 29)
    problems.refuse({
      path: "mode",
      problem: `kube-proxy ${text} does not support mode nftables; 1.29 introduced it`,
    });
  else if (gate !== true) {
    const problem = `kube-proxy ${text} supports mode nftables only if featureGates.NFTablesProxyMode is true`;
    problems.refuse({ path: "mode", problem, remedy: "set it, or use 1.31 or later" });
  }
}

function checkHiddenMetrics({ minor, text }: KubeProxyVersion, asked: Asked, problems: Problems): void {
  const path = "showHiddenMetricsForVersion";
  const shown = valueAt(asked.content, path);
  if (!asked.given.includes(path) || shown === `1.${minor - 1}`) return;
  const problem = `is not the minor version before kube-proxy ${text}, which would not start`;
  problems.refuse({ path, value: shown, problem, remedy: `use "1.${minor - 1}", or remove it` });
}

function warnOfFuture(path: string, { minor, text }: KubeProxyVersion, problems: Problems): void {
  const since = fieldAt(path)?.since;
  if (since === undefined || Number(since.split(".")[1]) <= minor) return;
  problems.warn({ path, problem: `is ignored by kube-proxy ${text}; ${since} introduced it` });
}
