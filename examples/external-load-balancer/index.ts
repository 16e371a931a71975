import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { BlueGreenService } from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();

// A load balancer outside the cluster is configured with a node port. The one that Kubernetes picks ends with its Service:
// a rebuilt cluster, or a Service that was deleted by hand, would come back on another port. This one is kept in the
// stack's state, is the same on every rebuild, and differs from stack to stack, so that two of them fit on one cluster.
const nodePort = new random.RandomInteger("shop-node-port", { min: 30000, max: 32767 });

new BlueGreenService("shop", {
  activeColor: config.require("activeColor"),
  colors: {
    blue: { version: "v1", image: "example.com/shop:v1" },
    green: { version: "v2", image: "example.com/shop:v2" },
  },
  replicas: 2,
  template: {
    spec: { containers: [{ name: "shop", readinessProbe: { tcpSocket: { port: 80 } } }] },
  },
  service: { type: "NodePort", ports: [{ port: 80, nodePort: nodePort.result }] },
});

export const port = nodePort.result;
