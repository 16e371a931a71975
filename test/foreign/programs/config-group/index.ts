import * as k8s from "@pulumi/kubernetes";

const group = new k8s.yaml.ConfigGroup("group", {
  yaml: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {mode: fast}\n",
  objs: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "more" }, data: { depth: "2" } }],
});
const map = group.getResource("v1/ConfigMap", "settings");
new k8s.core.v1.ConfigMap("reader", { metadata: { name: "reader" }, data: { mode: map.data.mode } });
