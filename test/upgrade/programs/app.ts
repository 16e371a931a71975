import type { RouteArgs } from "../../../src/index.js";

/** The pods of every program: with a probe, and with a request that an autoscaler needs. */
export const template = {
  spec: {
    containers: [
      {
        name: "app",
        ports: [{ containerPort: 8080 }],
        readinessProbe: { httpGet: { path: "/", port: 8080 } },
        resources: { requests: { cpu: "100m" } },
      },
    ],
  },
};

export const service = { ports: [{ port: 80, targetPort: 8080 }] };

export const route: RouteArgs = { kind: "HTTPRoute", parentRefs: [{ name: "edge" }] };

export const version = (name: string) => ({ version: name, image: `example.com/app:${name}` });
