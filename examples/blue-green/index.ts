import * as pulumi from "@pulumi/pulumi";
import { BlueGreenService } from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();

const shop = new BlueGreenService("shop", {
  activeColor: config.require("activeColor"),
  colors: {
    blue: { version: "v1", image: "example.com/shop:v1" },
    green: { version: "v2", image: "example.com/shop:v2" },
    red: { version: "v3", image: "example.com/shop:v3" },
  },
  replicas: 4,
  standbyReplicas: config.requireNumber("standby"),
  previewService: true, // shop-preview is the color after the active one
  drainSeconds: 10,
  template: {
    spec: {
      containers: [
        {
          name: "shop",
          ports: [{ name: "http", containerPort: 8080 }],
          readinessProbe: { httpGet: { path: "/ready", port: "http" } },
        },
      ],
    },
  },
  service: { type: "LoadBalancer", ports: [{ name: "http", port: 80, targetPort: "http" }] },
});

export const address = shop.service.status.loadBalancer.ingress[0].ip;
