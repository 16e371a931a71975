import * as k8s from "@pulumi/kubernetes";

new k8s.yaml.v2.ConfigGroup("group", { yaml: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n" });
new k8s.helm.v3.Release("release", { chart: "nginx" });
new k8s.helm.v3.Chart("chart3", { chart: "nginx", fetchOpts: { repo: "https://example.com" } });
new k8s.helm.v4.Chart("chart4", { chart: "nginx" });
new k8s.kustomize.v2.Directory("directory", { directory: "." });
