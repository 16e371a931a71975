import * as pulumi from "@pulumi/pulumi";
import {
  BlueGreenService,
  CanaryDeployment,
  type IpvsScheduler,
  KubeProxyConfig,
  type KubeProxyMode,
} from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();

const template = (name: string) => ({
  spec: {
    containers: [
      {
        name,
        imagePullPolicy: "IfNotPresent",
        ports: [{ containerPort: 80 }],
        readinessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 1 },
      },
    ],
  },
});

// Two versions behind one Service: the weight is the share of the connections that v2 gets.
const myapp = new CanaryDeployment("myapp", {
  replicas: 3,
  weight: config.requireNumber("canaryWeight"),
  stable: { version: "v1", image: "janakiramm/myapp:v1" },
  canary: { version: "v2", image: "janakiramm/myapp:v2" },
  template: template("myapp"),
  service: { type: "NodePort", ports: [{ port: 80, targetPort: 80, nodePort: 30380 }] },
});

// Two versions side by side: the active color gets all connections.
const shop = new BlueGreenService("shop", {
  activeColor: config.require("activeColor"),
  colors: {
    blue: { version: "v1", image: "janakiramm/myapp:v1" },
    green: { version: "v2", image: "janakiramm/myapp:v2" },
  },
  replicas: 2,
  template: template("shop"),
  service: { ports: [{ port: 80, targetPort: 80 }] },
});

// How the nodes carry it.
const mode = config.require("proxyMode") as KubeProxyMode;
const scheduler = config.get("proxyScheduler") as IpvsScheduler | undefined;
const proxy = new KubeProxyConfig("kube-proxy", {
  manage: "create",
  mode,
  ipvs: mode === "ipvs" ? { scheduler, strictARP: true } : undefined,
});

export const canaryShare = myapp.plan.achieved;
export const activeColor = shop.activeColor;
export const proxyConfigHash = proxy.configHash;
