import { checkPlain, OUTPUTS_IN_FIELDS } from "../../diagnostics/checkPlain.js";
import type { Problems } from "../../diagnostics/problems.js";
import { type Field, fieldAt, SECTIONS } from "../schema/fields.js";
import type { SchedulerContext } from "../schema/schedulers.js";
import { isPlainObject } from "../schema/tree.js";
import { checkField } from "../schema/valueTypes.js";
import { checkWritable } from "../schema/writable.js";
import { meantPath, OPTIONS, whyNoArgument } from "./unknownKeys.js";

/** Checks the fields among the arguments. Returns them by section; values that are not known yet stay Outputs. */
export function checkArguments(
  args: object,
  context: SchedulerContext,
  problems: Problems,
): Record<string, unknown> {
  const options: readonly string[] = OPTIONS;
  const given = Object.fromEntries(Object.entries(args).filter(([key]) => !options.includes(key)));
  return checkLevel(given, "", { prefix: "", context, problems, unknown: refuseUnknown });
}

/** Checks `extraConfig`. Accepts unknown keys with a warning, because a newer kube-proxy may know them. */
export function checkExtra(
  extra: unknown,
  context: SchedulerContext,
  problems: Problems,
): Record<string, unknown> {
  if (extra === undefined || !checkPlain(problems, "extraConfig", extra, "object", OUTPUTS_IN_FIELDS))
    return {};
  if (!isPlainObject(extra)) {
    const remedy = "use one; its values may be Outputs";
    problems.refuse({ path: "extraConfig", problem: "is not a plain object", remedy });
    return {};
  }
  return checkLevel(extra, "", { prefix: "extraConfig.", context, problems, unknown: keepUnknown });
}

interface Walk {
  /** Prefix of a field's path in messages, so that they show the path that the user wrote. */
  readonly prefix: string;
  readonly context: SchedulerContext;
  readonly problems: Problems;
  /** Handles a key that is not a field; returns its value for the file. */
  unknown(path: string, value: unknown, walk: Walk): unknown;
}

function checkLevel(level: object, section: string, walk: Walk): Record<string, unknown> {
  const entries = Object.entries(level)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, checkEntry(`${section}${key}`, value, walk)]);
  return Object.fromEntries(entries);
}

function checkEntry(path: string, value: unknown, walk: Walk): unknown {
  const field = fieldAt(path);
  if (field) {
    warnWithoutEffect(field, walk);
    return checkField(value, { ...walk, field, path: walk.prefix + path });
  }
  if (!SECTIONS.includes(path)) return walk.unknown(path, value, walk);
  if (isPlainObject(value)) return checkLevel(value, `${path}.`, walk);
  if (checkPlain(walk.problems, walk.prefix + path, value, "object", OUTPUTS_IN_FIELDS)) {
    const remedy = "use a plain object; its fields may be Outputs";
    walk.problems.refuse({ path: walk.prefix + path, problem: "is not an object", remedy });
  }
  return undefined;
}

function warnWithoutEffect({ path, modes }: Field, { prefix, context: { mode }, problems }: Walk): void {
  if (mode === undefined || modes === undefined || modes.includes(mode)) return;
  problems.warn({ path: prefix + path, problem: `has no effect in mode ${mode}` });
}

function refuseUnknown(path: string, _value: unknown, { context, problems }: Walk): undefined {
  const reason = whyNoArgument(path);
  const problem = reason ?? "is not a field of kube-proxy, which would only log it and ignore it";
  problems.refuse({ path, problem, remedy: reason ? "remove it" : meantPath(path, context.mode) });
}

function keepUnknown(path: string, value: unknown, { prefix, context, problems }: Walk): unknown {
  const at = prefix + path;
  if (["apiVersion", "kind", "mode"].includes(path)) {
    const problem = path === "mode" ? "cannot be set here" : "is written by this component";
    problems.refuse({ path: at, problem, remedy: path === "mode" ? "use the argument mode" : "remove it" });
    return undefined;
  }
  const reason = whyNoArgument(path);
  const problem = reason ?? "is not a known field, and kube-proxy ignores unknown fields";
  problems.warn({ path: at, problem, remedy: reason ? undefined : meantPath(path, context.mode) });
  return checkWritable(value, at, problems);
}
