import * as k8s from "@pulumi/kubernetes";

new k8s.core.v1.ConfigMap("größe", {
  metadata: { name: "groesse", annotations: { note: "日本語 🙂 \u0000 “quotes”" } },
  data: { größe: "groß: ja\n# not a comment\n", empty: "" },
});
