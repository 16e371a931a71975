export type {
  PlannedAlias,
  PlannedMessage,
  PlannedOptions,
  PlannedResource,
} from "../preview/engine/resources.js";
export {
  type Marked,
  type Properties,
  Reference,
  Secret,
  Unknown,
  unknown,
} from "../preview/engine/values.js";
export type { Violation } from "../preview/packs/violation.js";
export type { PlannedObject } from "../preview/report/order.js";
export { checkPolicies, type PolicyLike } from "./checkPolicies.js";
export type { Plan } from "./plan.js";
export { type PlanOptions, planStack } from "./planStack.js";
