import * as k8s from "@pulumi/kubernetes";

for (const tier of ["front", "back"]) {
  new k8s.core.v1.Service(tier, {
    metadata: { name: "shop" },
    spec: { selector: { tier }, ports: [{ port: 80 }] },
  });
}
