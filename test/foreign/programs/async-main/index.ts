import * as k8s from "@pulumi/kubernetes";

export = async () => {
  const tier = await Promise.resolve("web");
  const map = new k8s.core.v1.ConfigMap("settings", { metadata: { name: "settings" }, data: { tier } });
  return { name: map.metadata.name };
};
