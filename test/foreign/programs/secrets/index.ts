import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const password = pulumi.secret("hush-hush");
new k8s.core.v1.Secret("account", { metadata: { name: "account" }, stringData: { password, user: "app" } });
new k8s.core.v1.ConfigMap("settings", {
  metadata: { name: "settings" },
  data: { url: pulumi.interpolate`https://app:${password}@example.com`, mode: "fast" },
});
