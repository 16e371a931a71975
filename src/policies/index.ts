export { ConfigurationError } from "./framework/configuration.js";
export { type TrafficPolicyOptions, trafficPolicies } from "./framework/options.js";
export * from "./policies.js";
