import type { Problems } from "../../diagnostics/problems.js";
import type { CheckedKubeProxy } from "../check/check.js";
import { checkRules } from "../check/rules.js";
import type { FileFields } from "../file/document.js";
import { type Merged, mergeInto } from "../file/merge.js";
import { readLiveFile } from "../file/parse.js";
import { fallbackKey } from "../schema/layouts.js";
import { defaultMode, isMode, type KubeProxyMode } from "../schema/modes.js";
import { isPlainObject, leavesOf } from "../schema/tree.js";
import { checkVersion, kubeProxyVersion } from "../schema/versions.js";
import { warnOfIgnored } from "./ignoredKeys.js";
import { checkReader, liveText, warnOfOthers } from "./installer.js";
import { warnOfModeChange } from "./modeChange.js";
import { checkLiveNodeSetup, checkSetupRemoved, type LiveNodeSetup } from "./nodeSetup.js";
import type { Live } from "./read.js";

/** The live objects, checked against the arguments, and the files after the change. */
export interface CheckedLive {
  readonly live: Live;
  /** Content of the live file. */
  readonly before: FileFields;
  readonly previousMode: KubeProxyMode;
  readonly file: Merged;
  /** File of `fallbackMode` and its key. Undefined without `fallbackMode`. */
  readonly fallback: { readonly key: string; readonly file: Merged } | undefined;
  readonly nodeSetup: LiveNodeSetup | undefined;
}

/** Checks the live objects, and the wanted fields together with the live file. */
export function checkLive(
  live: Live,
  fields: FileFields,
  checked: Pick<CheckedKubeProxy, "target" | "mode" | "userPath" | "nodeSetup" | "restart">,
  problems: Problems,
): CheckedLive | undefined {
  const { target, mode, userPath, nodeSetup } = checked;
  const container = checkReader(live, target, problems);
  warnOfOthers(live, target, problems);
  const path = `ConfigMap ${target.namespace}/${target.configMapName} ${target.configMapKey}`;
  const text = liveText(live, target, problems);
  const document = text === undefined ? undefined : readLiveFile(text, path, problems);
  if (text === undefined || document === undefined) return undefined;

  const before: FileFields = document.toJS();
  warnOfIgnored(before, path, problems);
  const wanted = { mode, ...fields };
  const given = leavesOf(wanted).map(({ keys }) => keys.join("."));
  const version = container && kubeProxyVersion(container.image);
  const merged = (mode: KubeProxyMode) => {
    const file = mergeInto(text, document, { ...wanted, mode });
    checkRules(withoutZeros(file.content), userPath, mode, problems, (path) => given.includes(path));
    checkVersion(version, { mode, given, content: file.content }, problems);
    return file;
  };
  const file = merged(mode);
  const fallbackMode = nodeSetup?.fallbackMode;
  const fallback = fallbackMode && { key: fallbackKey(target, fallbackMode), file: merged(fallbackMode) };
  if (!checked.restart) checkSetupRemoved(live, target, problems);
  const previousMode = isMode(before.mode) ? before.mode : defaultMode(version?.minor);
  warnOfModeChange(previousMode, mode, problems);
  if (!container) return undefined;
  const setup = nodeSetup && checkLiveNodeSetup(nodeSetup, live, container, target, problems);
  return { live, before, previousMode, file, fallback, nodeSetup: setup };
}

/** Removes values that kube-proxy reads as unset. kubeadm writes every field that it knows, most of them empty. */
function withoutZeros(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  const isZero = (item: unknown) => item === null || item === "" || item === "0s";
  const kept = Object.entries(value).filter(([, item]) => !isZero(item));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutZeros(item)]));
}
