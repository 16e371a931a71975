export { ConfigurationError } from "./framework/configuration.js";
export * from "./policies.js";
export { type TrafficPolicyOptions, trafficPolicies } from "./trafficPolicies.js";
