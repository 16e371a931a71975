import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

pulumi.runtime.registerResourceTransform(async ({ type, props, opts }) =>
  type === "kubernetes:core/v1:ConfigMap"
    ? { props: { ...props, data: { ...props.data, by: "the stack" } }, opts }
    : undefined,
);
new k8s.core.v1.ConfigMap(
  "settings",
  { metadata: { name: "settings" }, data: { mode: "fast" } },
  {
    transforms: [({ props, opts }) => ({ props: { ...props, data: { ...props.data, mode: "slow" } }, opts })],
  },
);
