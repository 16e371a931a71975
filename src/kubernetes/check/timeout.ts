import { checkWhole } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";

/** Refuses a wait that is too short for any rollout, or longer than a day. */
export function checkTimeout(problems: Problems, timeout: unknown): void {
  checkWhole(problems, "timeout", timeout, { min: 10, max: 86_400 });
}
