export type { PlannedObject } from "../offline/order.js";
export type { PlannedAlias, PlannedMessage, PlannedOptions, PlannedResource } from "../offline/resources.js";
export { type Marked, type Properties, Reference, Secret, Unknown, unknown } from "../offline/values.js";
export type { Violation } from "../offline/violation.js";
export { checkPolicies, type PolicyLike } from "./checkPolicies.js";
export type { Plan } from "./plan.js";
export { type PlanOptions, planStack } from "./planStack.js";
