import { ANNOTATIONS } from "../../contract/names.js";
import type { KubeProxyMode } from "../schema/modes.js";
import { DEFAULT_SCHEDULER } from "../schema/schedulers.js";
import { valueAt } from "../schema/tree.js";
import type { CheckedLive } from "./check.js";
import type { LiveNodeSetup } from "./nodeSetup.js";
import type { Live } from "./read.js";

/** What becomes of the live objects. Plain data. */
export interface Patch {
  readonly text: string;
  /** The file of the mode to fall back to; undefined when there is none. */
  readonly fallbackText: string | undefined;
  /** Whether a file said something else. */
  readonly changed: boolean;
  /** The scheduler of the file, which counts in mode ipvs. */
  readonly scheduler: string;
  readonly configMapAnnotations: Readonly<Record<string, string>>;
  readonly templateAnnotations: Readonly<Record<string, string>>;
  readonly nodeSetup: LiveNodeSetup | undefined;
  readonly previousMode: KubeProxyMode;
  /** Undefined when the previous mode was not ipvs. */
  readonly previousScheduler: string | undefined;
}

/** Plans the change of the live objects. */
export function planPatch(checked: CheckedLive): Patch {
  const { live, before, previousMode, file, fallback, nodeSetup } = checked;
  const isFallbackInSync = !fallback || live.configMap.data[fallback.key] === fallback.file.text;
  const changed = file.changed || !isFallbackInSync;
  return {
    text: file.text,
    fallbackText: fallback?.file.text,
    changed,
    scheduler: schedulerOf(file.content),
    ...annotations(live, changed),
    nodeSetup,
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

function schedulerOf(content: unknown): string {
  return String(valueAt(content, "ipvs.scheduler") || DEFAULT_SCHEDULER);
}
