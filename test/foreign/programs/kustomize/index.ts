import * as k8s from "@pulumi/kubernetes";

const directory = new k8s.kustomize.Directory("base", { directory: "base" });
const name = directory
  .getResourceProperty("v1/ConfigMap", "settings", "metadata")
  .apply((metadata) => metadata.name);
new k8s.core.v1.ConfigMap("copy", { metadata: { name: "copy" }, data: { name } });
new k8s.kustomize.v2.Directory("overlay", { directory: "overlay" });
