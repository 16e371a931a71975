import * as k8s from "@pulumi/kubernetes";

new k8s.core.v1.ConfigMap(
  "renamed",
  { metadata: { name: "settings" }, data: { mode: "fast" } },
  { aliases: [{ name: "before" }, "urn:pulumi:dev::foreign::kubernetes:core/v1:ConfigMap::oldest"] },
);
