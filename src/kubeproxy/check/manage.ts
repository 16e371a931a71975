import { isOutputOrPromise } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";

/** Whether an installer's objects are changed, or objects of this component created. */
export type Manage = "patch" | "create";

/** The way to manage the objects; refuses another one. */
export function checkManage(manage: unknown, problems: Problems): Manage {
  if (manage === undefined || manage === "patch" || manage === "create") return manage ?? "patch";
  const path = "manage";
  const remedy = 'give "patch", for the ConfigMap of an installer, or "create", for one of its own';
  if (isOutputOrPromise(manage)) {
    problems.refuse({ path, problem: "must be plain text", remedy });
  } else {
    problems.refuse({ path, value: manage, problem: "is not a way to manage the ConfigMap", remedy });
  }
  return "patch";
}

/** Warns of an argument that this way to manage the objects does not read. */
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
    problems.warn({ path: "restart", problem: 'has no effect with manage "create" and no daemonSet' });
  }
}
