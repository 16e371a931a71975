import { ANNOTATIONS } from "../../contract/names.js";
import type { KubeProxyMode } from "../schema/modes.js";
import { DEFAULT_SCHEDULER } from "../schema/schedulers.js";
import { valueAt } from "../schema/tree.js";
import type { CheckedLive } from "./check.js";
import type { LiveNodeSetup } from "./nodeSetup.js";
import type { Live } from "./read.js";

/** Changes of the live objects, as plain data. */
export interface Patch {
  readonly text: string;
  /** File of `fallbackMode`. Undefined without `fallbackMode`. */
  readonly fallbackText: string | undefined;
  /** Whether a file differs from the live one. */
  readonly changed: boolean;
  /** Scheduler in the file. Only mode ipvs uses it. */
  readonly scheduler: string;
  readonly configMapAnnotations: Readonly<Record<string, string>>;
  readonly templateAnnotations: Readonly<Record<string, string>>;
  readonly nodeSetup: LiveNodeSetup | undefined;
  readonly previousMode: KubeProxyMode;
  /** Undefined unless the previous mode is ipvs. */
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
 * The mark of a change. Pulumi compares new inputs with its last inputs, never with the cluster. If someone reverts the
 * file, the inputs do not differ, and a hash of the content would miss the second revert. The live resourceVersion differs
 * each time. When the file is in sync, the live marks stay.
 *
 * The pods get the ConfigMap's mark, so that the next `up` catches up on a restart that failed or was turned off.
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
