import * as k8s from "@pulumi/kubernetes";

const map = new k8s.core.v1.ConfigMap(
  "settings",
  { metadata: { name: "settings" }, data: { mode: "fast" } },
  {
    protect: true,
    ignoreChanges: ["data.mode"],
    deleteBeforeReplace: true,
    replaceOnChanges: ["data"],
    retainOnDelete: true,
    customTimeouts: { create: "5m" },
    additionalSecretOutputs: ["data"],
  },
);
new k8s.core.v1.ConfigMap(
  "more",
  { metadata: { name: "more" }, data: { mode: "slow" } },
  { deletedWith: map, dependsOn: [map] },
);
