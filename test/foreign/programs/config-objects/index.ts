import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

interface Site {
  host: string;
  ports: number[];
}

const config = new pulumi.Config();
const sites = config.requireObject<Site[]>("sites");
const data = Object.fromEntries(sites.map(({ host, ports }) => [host, ports.join(" ")]));
new k8s.core.v1.ConfigMap("sites", {
  metadata: { name: "sites" },
  data: { ...data, debug: String(config.requireBoolean("debug")), ratio: config.require("ratio") },
});
