import * as k8s from "@pulumi/kubernetes";

new k8s.yaml.ConfigFile("manifests", {
  file: "manifests.yaml",
  transformations: [
    (object) => {
      object.metadata.labels = { ...object.metadata.labels, team: "shop" };
    },
  ],
});
