export {
  type Marked,
  type PlannedAlias,
  type PlannedMessage,
  type PlannedObject,
  type PlannedOptions,
  type PlannedResource,
  type Properties,
  Reference,
  Secret,
  Unknown,
  unknown,
  type Violation,
} from "../preview/index.js";
export { checkPolicies, type PolicyLike } from "./checkPolicies.js";
export type { Plan } from "./plan.js";
export { type PlanOptions, planStack } from "./planStack.js";
