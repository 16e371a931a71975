import type { Input } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { checkPlain } from "../../diagnostics/checkPlain.js";
import { isRecord } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";
import { checkLabels } from "../../kubernetes/check/labels.js";
import type { Labels } from "../../kubernetes/labels.js";
import type { KubeProxyConfigArgs } from "../args.js";
import type { FileFields } from "../file/document.js";
import type { Target } from "../schema/layouts.js";
import { checkMode, type KubeProxyMode, warnOfIpvs } from "../schema/modes.js";
import type { IpvsScheduler, UnsafeIpvsScheduler } from "../schema/schedulers.js";
import { type CreatedDaemonSet, checkCreatedDaemonSet } from "./createdDaemonSet.js";
import { checkFile } from "./file.js";
import { checkManage, type Manage, warnIgnoredByManage } from "./manage.js";
import { checkNodeSetup, type NodeSetup } from "./nodeSetup.js";
import { checkRestart, type Restart } from "./restart.js";
import { checkTarget } from "./target.js";

/** Checked arguments of a KubeProxyConfig, with every default filled in. */
export interface CheckedKubeProxy {
  readonly mode: KubeProxyMode;
  /** Undefined unless the mode is ipvs. */
  readonly scheduler: Input<IpvsScheduler | UnsafeIpvsScheduler> | undefined;
  readonly manage: Manage;
  /** Fields that the user set. An Output rejects when a value in it is refused. */
  readonly fields: Input<FileFields>;
  readonly target: Target;
  /** Undefined when kube-proxy is not restarted. */
  readonly restart: Restart | undefined;
  /** Undefined when kube-proxy starts without a setup of the node. */
  readonly nodeSetup: NodeSetup | undefined;
  /** Undefined with `manage` patch, and when only a ConfigMap is created. */
  readonly createdDaemonSet: CreatedDaemonSet | undefined;
  readonly labels: Input<Labels>;
  /** The path of a field as the user wrote it. */
  userPath(path: string): string;
}

/** Arguments as a program may pass them, whatever their declared types. */
type Given = { readonly [K in keyof KubeProxyConfigArgs]?: unknown };

/** Checks everything that does not depend on the live cluster: plain values now, Outputs in the chain that feeds the file. */
export function checkKubeProxy(args: unknown, problems: Problems): CheckedKubeProxy | undefined {
  if (!checkPlain(problems, "args", args, "object")) return undefined;
  const given: Given = isRecord(args) ? args : {};
  const mode = checkMode(given.mode, problems);
  const fitting = given.daemonSet === undefined ? "patch" : "create"; // a refused value must not cause other refusals
  const manage = checkManage(given.manage, problems) ?? fitting;
  const allowUnsafe = checkAllowUnsafe(given.allowUnsafeScheduler, problems);
  const target = checkTarget(given.target, problems);
  const restart = checkRestart(given.restart, problems);
  const createdDaemonSet = checkCreatedDaemonSet(given.daemonSet, manage, problems);
  const writesDaemonSet = manage === "create" ? given.daemonSet !== undefined : restart !== undefined;
  const nodeSetup = checkNodeSetup(given, { mode, manage, writesDaemonSet }, problems);
  warnIgnoredByManage(given, manage, writesDaemonSet, problems);
  if (mode === "ipvs" && manage === "create" && !createdDaemonSet) warnOfIpvs(problems); // otherwise the version decides
  const labels = checkInput(given.labels ?? {}, problems, (labels, problems) =>
    checkLabels(problems, "labels", labels),
  );
  const fallbackMode = nodeSetup?.fallbackMode;
  const context = { mode, allowUnsafe, manage, fallbackMode, createdDaemonSet };
  const file = checkFile(given, context, problems);
  return mode && { mode, manage, target, restart, nodeSetup, createdDaemonSet, labels, ...file };
}

function checkAllowUnsafe(allow: unknown, problems: Problems): boolean {
  if (allow === undefined || typeof allow === "boolean") return allow ?? false;
  const path = "allowUnsafeScheduler";
  if (checkPlain(problems, path, allow, "boolean")) {
    problems.refuse({ path, problem: "is not a boolean", remedy: "use true or false as a plain value" });
  }
  return false;
}
