import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const network = new pulumi.StackReference("organization/network/prod");
new k8s.core.v1.ConfigMap("settings", {
  metadata: { name: "settings" },
  data: {
    zone: network.requireOutput("zone"),
    subnet: network.getOutput("subnets").apply((all) => all[0].id),
  },
});
