import { ANNOTATIONS } from "../../contract/names.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { KubeProxyPlan } from "../check/plan.js";
import { checkRules } from "../check/rules.js";
import type { KubeProxyConfiguration } from "../file/document.js";
import { mergeInto } from "../file/merge.js";
import { readLiveFile } from "../file/parse.js";
import { fallbackKey } from "../schema/layouts.js";
import { isMode, type KubeProxyMode } from "../schema/modes.js";
import { DEFAULT_SCHEDULER } from "../schema/schedulers.js";
import { isPlainObject, leavesOf, valueAt } from "../schema/tree.js";
import { checkVersion, type KubeProxyVersion, kubeProxyVersion } from "../schema/versions.js";
import { warnOfIgnored } from "./ignoredKeys.js";
import { checkReader, kubeProxyContainer, liveText, warnOfOthers } from "./installer.js";
import { warnOfSwitch } from "./modeChange.js";
import { checkUnprepared, type LivePreparation, prepareLive } from "./nodeSetup.js";
import type { Live } from "./read.js";

/** What becomes of the live objects. Plain data. */
export interface Patch {
  readonly text: string;
  /** The file of the mode to fall back to; undefined when there is none. */
  readonly fallbackText: string | undefined;
  /** Whether a file said something else. */
  readonly changed: boolean;
  readonly configMapAnnotations: Readonly<Record<string, string>>;
  readonly templateAnnotations: Readonly<Record<string, string>>;
  readonly preparation: LivePreparation | undefined;
  readonly previousMode: KubeProxyMode;
  /** Undefined when the previous mode was not ipvs. */
  readonly previousScheduler: string | undefined;
}

/** Checks what is live against what is wanted; the result is of use only when nothing was refused. */
export function planPatch(
  wanted: KubeProxyConfiguration,
  live: Live,
  plan: Pick<KubeProxyPlan, "target" | "mode" | "typed" | "preparation" | "restart">,
  problems: Problems,
): Patch | undefined {
  const { target, mode, typed, preparation } = plan;
  checkReader(live, target, problems);
  warnOfOthers(live, target, problems);
  const file = `ConfigMap ${target.namespace}/${target.configMapName} ${target.configMapKey}`;
  const text = liveText(live, target, problems);
  const document = text === undefined ? undefined : readLiveFile(text, file, problems);
  if (text === undefined || document === undefined) return undefined;

  const before = document.toJS() as Record<string, unknown>;
  warnOfIgnored(before, file, problems);
  const { apiVersion, kind, ...fields } = wanted;
  const merged = mergeInto(text, document, fields);
  const given = leavesOf(fields).map(({ keys }) => keys.join("."));
  const version = kubeProxyVersion(kubeProxyContainer(live)?.image ?? "");
  const check = (mode: KubeProxyMode, content: object) => {
    checkRules(withoutZeros(content), typed, mode, problems, (path) => given.includes(path));
    checkVersion(version, { mode, given, content }, problems);
  };
  check(mode, merged.content);
  const fallbackMode = preparation?.fallbackMode;
  const fallback = fallbackMode && mergeInto(text, document, { ...fields, mode: fallbackMode });
  if (fallback) check(fallbackMode, fallback.content);
  const isAsWanted =
    !fallbackMode || live.configMap.data[fallbackKey(target, fallbackMode)] === fallback?.text;
  const changed = merged.changed || !isAsWanted;

  const scheduler = schedulerOf(merged.content);
  if (!plan.restart) checkUnprepared(live, target, problems);
  const previousMode = isMode(before.mode) ? before.mode : defaultMode(version);
  warnOfSwitch(previousMode, mode, problems);
  return {
    text: merged.text,
    fallbackText: fallback?.text,
    changed,
    ...annotations(live, changed),
    preparation: preparation && prepareLive({ preparation, mode, scheduler, target }, live, problems),
    previousMode,
    previousScheduler: previousMode === "ipvs" ? schedulerOf(before) : undefined,
  };
}

/**
 * The mark of the change. Pulumi compares with its last inputs, never with the cluster: a file that someone changed back
 * would show no difference, and neither would a mark made of the content when the same happens again. The live version
 * is another one each time. In a file that says what is wanted already, the live marks stay as they are.
 *
 * The pods follow the ConfigMap's mark, so that a restart that failed, or was not asked for, is made up for.
 */
function annotations({ configMap, daemonSet }: Live, changed: boolean) {
  const mark = changed
    ? `rv${configMap.resourceVersion}`
    : configMap.annotations[ANNOTATIONS.kubeProxyConfig];
  const podMark = mark ?? daemonSet.templateAnnotations[ANNOTATIONS.kubeProxyConfig];
  return { configMapAnnotations: marked(mark), templateAnnotations: marked(podMark) };
}

function marked(mark: string | undefined): Record<string, string> {
  return mark === undefined ? {} : { [ANNOTATIONS.kubeProxyConfig]: mark };
}

/** The mode of a file that names none. */
function defaultMode(version: KubeProxyVersion | undefined): KubeProxyMode {
  return version !== undefined && version.minor >= 40 ? "nftables" : "iptables";
}

function schedulerOf(content: unknown): string {
  return String(valueAt(content, "ipvs.scheduler") || DEFAULT_SCHEDULER);
}

/** Without what kube-proxy reads as not given: kubeadm writes every field it knows, most of them empty. */
function withoutZeros(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  const isZero = (item: unknown) => item === null || item === "" || item === "0s";
  const kept = Object.entries(value).filter(([, item]) => !isZero(item));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutZeros(item)]));
}
