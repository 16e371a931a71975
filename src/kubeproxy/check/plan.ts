import * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../../diagnostics/checks.js";
import { checkInput, isOutputOrPromise } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import { checkLabels, type Labels } from "../../kubernetes/labels.js";
import type { KubeProxyConfigArgs } from "../args.js";
import { type KubeProxyConfiguration, kubeProxyConfiguration } from "../file/document.js";
import type { Target } from "../schema/layouts.js";
import { checkMode, type KubeProxyMode, warnOfIpvs } from "../schema/modes.js";
import { DEFAULT_SCHEDULER, type IpvsScheduler, type UnsafeIpvsScheduler } from "../schema/schedulers.js";
import { containsOutput, deepMerge, valueAt } from "../schema/tree.js";
import { checkOwnDaemonSet, checkOwnVersion, type OwnDaemonSet, withKubeconfig } from "./createdDaemonSet.js";
import { checkArguments, checkExtra } from "./fields.js";
import { checkPreparation, type Preparation } from "./nodeSetup.js";
import { checkRestart, type Restart } from "./restart.js";
import { checkRules } from "./rules.js";
import { checkTarget } from "./target.js";

/** What the arguments come to; of use only when nothing was refused. */
export interface KubeProxyPlan {
  readonly mode: KubeProxyMode;
  /** Undefined but in mode ipvs. */
  readonly scheduler: pulumi.Input<IpvsScheduler | UnsafeIpvsScheduler> | undefined;
  readonly manage: "patch" | "create";
  readonly configuration: pulumi.Input<KubeProxyConfiguration>;
  readonly target: Target;
  /** Undefined when kube-proxy is not to be restarted. */
  readonly restart: Restart | undefined;
  /** Undefined when nothing is done on a node before kube-proxy starts. */
  readonly preparation: Preparation | undefined;
  /** Undefined with `manage` patch, and when only a ConfigMap is made. */
  readonly ownDaemonSet: OwnDaemonSet | undefined;
  readonly labels: pulumi.Input<Labels>;
  /** How the user typed the path of a field. */
  typed(path: string): string;
}

/** Checks everything that is plain, and makes the rest reject when it turns out to be wrong. */
export function kubeProxyPlan(args: KubeProxyConfigArgs, problems: Problems): KubeProxyPlan {
  const given = isRecord(args) ? args : ({} as KubeProxyConfigArgs);
  const mode = checkMode(given.mode, problems);
  const manage = checkManage(given.manage, problems);
  const context = { mode, allowUnsafe: checkAllowUnsafe(given.allowUnsafeScheduler, problems) };
  const target = checkTarget(given.target, problems);
  const restart = checkRestart(given.restart, problems);
  const ownDaemonSet = checkOwnDaemonSet(given.daemonSet, manage, problems);
  const writesDaemonSet = manage === "create" ? ownDaemonSet !== undefined : restart !== undefined;
  const preparation = checkPreparation(given, { mode, manage, writesDaemonSet }, problems);
  warnOfOtherWay(given, manage, writesDaemonSet, problems);
  if (mode === "ipvs" && manage === "create" && !ownDaemonSet) warnOfIpvs(problems); // else the version is asked
  const labels = checkInput(given.labels ?? {}, problems, (found, later) =>
    checkLabels(later, "labels", found),
  );

  const checked = checkArguments(given, context, problems);
  const extra = checkExtra(given.extraConfig, context, problems);
  const typed = (path: string) => (valueAt(extra, path) === undefined ? path : `extraConfig.${path}`);
  const fields = ownDaemonSet ? withKubeconfig(checked, extra, problems) : checked;
  const merged = deepMerge(fields, extra);
  // What is patched into a live file must fit what stands there; only then can the rules be told.
  const modes = [mode, preparation?.fallbackMode].filter((each) => each !== undefined);
  const rules = manage === "create" ? modes.flatMap((each) => checkRules(merged, typed, each, problems)) : [];

  // A mode that was refused never gets past the caller, who throws then.
  const known = mode as KubeProxyMode;
  const scheduler = mode === "ipvs" ? schedulerOf(valueAt(merged, "ipvs.scheduler")) : undefined;
  const whole = together(known, fields, extra, rules);
  const configuration = ownDaemonSet ? checkOwnVersion(ownDaemonSet, modes, whole, problems) : whole;
  return {
    ...{ mode: known, scheduler, manage, configuration, target, restart, preparation, ownDaemonSet, labels },
    typed,
  };
}

/** Waits for the rules too, so that one which is broken later keeps the file from being written. */
function together(
  mode: KubeProxyMode,
  fields: object,
  extra: object,
  rules: pulumi.Input<void>[],
): pulumi.Input<KubeProxyConfiguration> {
  if (!containsOutput([fields, extra, rules])) return kubeProxyConfiguration(mode, fields, extra);
  const all = pulumi.all([fields, extra, rules]) as pulumi.Output<[object, object, unknown]>;
  return all.apply(([fields, extra]) => kubeProxyConfiguration(mode, fields, extra));
}

function schedulerOf(given: unknown): KubeProxyPlan["scheduler"] {
  if (!isOutputOrPromise(given)) return (given ?? DEFAULT_SCHEDULER) as IpvsScheduler;
  return pulumi.output(given as pulumi.Input<IpvsScheduler>).apply((known) => known ?? DEFAULT_SCHEDULER);
}

function checkManage(manage: unknown, problems: Problems): "patch" | "create" {
  if (manage === undefined || manage === "patch" || manage === "create") return manage ?? "patch";
  const remedy = 'give "patch", for the ConfigMap of an installer, or "create", for one of its own';
  if (isOutputOrPromise(manage)) problems.refuse({ path: "manage", problem: "must be plain text", remedy });
  else
    problems.refuse({
      path: "manage",
      value: manage,
      problem: "is not a way to manage the ConfigMap",
      remedy,
    });
  return "patch";
}

/** Warns of an argument that only the other way to manage the objects reads. */
function warnOfOtherWay(
  args: object,
  manage: "patch" | "create",
  writesDaemonSet: boolean,
  problems: Problems,
): void {
  const path = manage === "create" ? "restart" : "labels";
  if ((args as Record<string, unknown>)[path] === undefined || (path === "restart" && writesDaemonSet))
    return;
  const problem = `has no effect with manage "${manage}"${path === "restart" ? " and no daemonSet" : ""}`;
  problems.warn({ path, problem });
}

function checkAllowUnsafe(allow: unknown, problems: Problems): boolean {
  if (allow === undefined || typeof allow === "boolean") return allow ?? false;
  const remedy = "give true or false, plain";
  problems.refuse({ path: "allowUnsafeScheduler", problem: "is not a boolean", remedy });
  return false;
}
