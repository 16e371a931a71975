/** A pod template with nothing to warn about. */
export const template = (): Loose => ({
  spec: {
    containers: [
      {
        name: "app",
        ports: [{ containerPort: 80 }],
        readinessProbe: { httpGet: { path: "/", port: 80 } },
      },
    ],
  },
});

/** Good arguments of a canary; a case changes one thing. */
export const canaryArgs = (): Loose => ({
  replicas: 10,
  weight: 20,
  tolerance: 5,
  stable: { version: "v1", image: "app:1" },
  canary: { version: "v2", image: "app:2" },
  template: template(),
  service: { ports: [{ port: 80 }] },
});

/** Good arguments of a blue-green service; a case changes one thing. */
export const blueGreenArgs = (): Loose => ({
  activeColor: "blue",
  colors: { blue: { version: "v1", image: "app:1" }, green: { version: "v2", image: "app:2" } },
  replicas: 2,
  template: template(),
  service: { ports: [{ port: 80 }] },
});

/** Lets a case write what the types forbid, as a JavaScript program or a config value can. */
// biome-ignore lint/suspicious/noExplicitAny: wrong values are what these tests are about
type Loose = any;

/** What makes `up` wait for the pods of a Deployment, and for no older ones. */
export const waitFor = (version: string, all: number, updated = all) => ({
  "pulumi-kubernetes-traffic/version": version,
  "pulumi.com/waitFor": JSON.stringify([
    `jsonpath={.metadata.annotations['pulumi-kubernetes-traffic/version']}=${version}`,
    `jsonpath={.status.replicas}=${all}`,
    `jsonpath={.status.updatedReplicas}=${updated}`,
    `jsonpath={.status.readyReplicas}=${all}`,
  ]),
});
