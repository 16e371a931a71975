// Plain JavaScript on purpose: Pulumi type-checks a pack in TypeScript at every start, which takes seconds.
const { PolicyPack } = require("@pulumi/policy");
const { trafficPolicies } = require("pulumi-kubernetes-traffic/policies");

// Levels and limits of your organization go here; a file given with --policy-pack-config comes over them.
new PolicyPack("kubernetes-traffic", {
  policies: trafficPolicies({
    "canary-weight-limit": { maximum: 50 },
  }),
});
