import * as k8s from "@pulumi/kubernetes";

const mode: string | undefined = undefined;
new k8s.core.v1.ConfigMap("settings", { metadata: { name: "settings" }, data: { mode: mode ?? "fast" } });
