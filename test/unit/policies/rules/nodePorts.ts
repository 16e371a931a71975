import { cluster, deployment, type Loose, service, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

const nodePort = (name: string, nodePort: number, changes: Loose = {}) =>
  web({ service: { type: "NodePort", ports: [{ port: 80, nodePort, ...changes }] } }, name);

export const nodePorts: RuleCases = {
  bad: {
    "a port below the range": {
      messages: [
        'Service "web": spec.ports[0].nodePort: 8080 is outside the range of node ports; use a port from 30000 to 32767',
      ],
      program: () => nodePort("web", 8080),
    },
    "a port above a configured range": {
      messages: [
        'Service "web": spec.ports[0].nodePort: 31000 is outside the range of node ports; use a port from 30000 to 30999',
      ],
      config: { "node-ports": { to: 30999 } },
      program: () => nodePort("web", 31000),
    },
    "two Services at one port": {
      messages: [
        'Service "two": spec.ports[0].nodePort: 30080 (TCP) is already used by Service "one"; use another port',
      ],
      program: () => {
        nodePort("one", 30080);
        nodePort("two", 30080);
      },
    },
    "a health check at another Service's port": {
      messages: [
        'Service "two": spec.healthCheckNodePort: 30080 (TCP) is already used by Service "one"; use another port',
      ],
      program: () => {
        nodePort("one", 30080);
        web(
          {
            service: {
              type: "LoadBalancer",
              ports: [{ port: 80 }],
              externalTrafficPolicy: "Local",
              healthCheckNodePort: 30080,
            },
          },
          "two",
        );
      },
    },
  },
  good: {
    "two node ports": {
      program: () => {
        nodePort("one", 30080);
        nodePort("two", 30081);
      },
    },
    "one port in two clusters": {
      program: () => {
        for (const name of ["east", "west"]) {
          const opts = cluster(name);
          deployment(name, { app: name }, { spec: { replicas: 1 } }, opts);
          service(
            name,
            { app: name },
            { spec: { type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] } },
            opts,
          );
        }
      },
    },
    "one port for two protocols": {
      program: () => {
        nodePort("one", 30053);
        nodePort("two", 30053, { protocol: "UDP" });
      },
    },
    "a port in a configured range": {
      config: { "node-ports": { from: 8000, to: 9000 } },
      program: () => nodePort("web", 8080),
    },
    "the first and the last port of the range": {
      program: () => {
        nodePort("one", 30000);
        nodePort("two", 32767);
      },
    },
  },
};
