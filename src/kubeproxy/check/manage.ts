import { checkPlain } from "../../diagnostics/checkPlain.js";
import type { Problems } from "../../diagnostics/problems.js";

/** Whether this component patches an installer's objects or creates its own. */
export type Manage = "patch" | "create";

/** Checks how the objects are managed. Returns undefined if the value is refused. */
export function checkManage(manage: unknown, problems: Problems): Manage | undefined {
  if (manage === undefined || manage === "patch" || manage === "create") return manage ?? "patch";
  const path = "manage";
  const remedy = 'use "patch" to change the objects of an installer, or "create" to create new ones';
  if (checkPlain(problems, path, manage, "text")) {
    problems.refuse({ path, value: manage, problem: "is not a valid value", remedy });
  }
  return undefined;
}

/** Warns about an argument that has no effect with this `manage`. */
export function warnIgnoredByManage(
  args: { readonly restart?: unknown; readonly labels?: unknown },
  manage: Manage,
  writesDaemonSet: boolean,
  problems: Problems,
): void {
  if (manage === "patch" && args.labels !== undefined) {
    problems.warn({ path: "labels", problem: 'has no effect with manage "patch"' });
  }
  if (manage === "create" && args.restart !== undefined && !writesDaemonSet) {
    problems.warn({ path: "restart", problem: 'has no effect with manage "create" without daemonSet' });
  }
}
