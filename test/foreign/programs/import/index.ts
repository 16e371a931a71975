import * as k8s from "@pulumi/kubernetes";

new k8s.core.v1.Namespace("team", { metadata: { name: "team" } }, { import: "team", protect: true });
