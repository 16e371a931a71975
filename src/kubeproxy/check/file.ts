import type { Input } from "@pulumi/pulumi";
import { mapInput } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import { type FileFields, fileFields } from "../file/document.js";
import type { KubeProxyFallbackMode } from "../schema/modes.js";
import {
  DEFAULT_SCHEDULER,
  type IpvsScheduler,
  isScheduler,
  type SchedulerContext,
  type UnsafeIpvsScheduler,
} from "../schema/schedulers.js";
import { allInputs, deepMerge, valueAt } from "../schema/tree.js";
import { type CreatedDaemonSet, checkCreatedVersion, withKubeconfig } from "./createdDaemonSet.js";
import { checkArguments, checkExtra } from "./fields.js";
import type { Manage } from "./manage.js";
import { checkRules } from "./rules.js";

/** Other arguments that the checks of the file depend on. */
interface Context extends SchedulerContext {
  readonly manage: Manage;
  readonly fallbackMode: KubeProxyFallbackMode | undefined;
  readonly createdDaemonSet: CreatedDaemonSet | undefined;
}

/** Checked content of the file. */
interface CheckedFile {
  readonly fields: Input<FileFields>;
  readonly scheduler: Input<IpvsScheduler | UnsafeIpvsScheduler> | undefined;
  userPath(path: string): string;
}

/** Checks the fields of the file, alone and together. With `manage` patch, the live file is needed for the latter. */
export function checkFile(
  args: { readonly extraConfig?: unknown },
  context: Context,
  problems: Problems,
): CheckedFile {
  const { mode, manage, fallbackMode, createdDaemonSet } = context;
  const given = checkArguments(args, context, problems);
  const extra = checkExtra(args.extraConfig, context, problems);
  const userPath = (path: string) => (valueAt(extra, path) === undefined ? path : `extraConfig.${path}`);
  const fields = createdDaemonSet ? withKubeconfig(given, extra, problems) : given;
  const merged = deepMerge(fields, extra);
  const modes = [mode, fallbackMode].filter((each) => each !== undefined);
  const rules =
    manage === "create" ? modes.flatMap((each) => checkRules(merged, userPath, each, problems)) : [];
  const ruled = afterRules(fields, extra, rules);
  return {
    fields: createdDaemonSet ? checkCreatedVersion(createdDaemonSet, modes, ruled, problems) : ruled,
    scheduler: mode === "ipvs" ? schedulerOf(valueAt(merged, "ipvs.scheduler")) : undefined,
    userPath,
  };
}

/** Waits for the rules too, so that an Output that breaks one keeps the file from being written. */
function afterRules(fields: object, extra: object, rules: readonly Input<void>[]): Input<FileFields> {
  const all = allInputs<[object, object, unknown]>([fields, extra, rules]);
  return mapInput(all, ([fields, extra]) => fileFields(fields, extra));
}

function schedulerOf(given: unknown): CheckedFile["scheduler"] {
  return mapInput(given, (known) => (isScheduler(known) ? known : DEFAULT_SCHEDULER));
}
