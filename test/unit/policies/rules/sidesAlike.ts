import { canary } from "../programs/components.js";
import { blueGreenByHand, canaryByHand, container, template, unknownOutput } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const sidesAlike: RuleCases = {
  bad: {
    "canary with a template of its own": {
      messages: [
        'Deployment "myapp-stable": spec.template.spec.containers[0].resources: differs from Deployment "myapp-canary"; only labels, image, env, annotations may differ; use the same value on both sides',
      ],
      program: () =>
        canary({
          stable: {
            version: "v1",
            image: "app:v1",
            template: template({ resources: { limits: { cpu: "1" } } }),
          },
        }),
    },
    "one side reads the component's own ConfigMap, the other one of the cluster": {
      messages: [
        'Deployment "myapp-stable": spec.template.spec.volumes[0].configMap.name: differs from Deployment "myapp-canary"; only labels, image, env, annotations may differ; use the same value on both sides',
      ],
      program: () => {
        const reading = (name: string) =>
          template({}, { volumes: [{ name: "settings", configMap: { name } }] });
        canary({
          configMaps: { settings: { data: { a: "1" } } },
          stable: { version: "v1", image: "app:v1", template: reading("of-the-cluster") },
          template: reading("settings"),
        });
      },
    },
    "canary by hand with another probe": {
      messages: [
        'Deployment "api-stable": spec.template.spec.containers[0].readinessProbe.httpGet.path: differs from Deployment "api-canary"; only labels, image, env, annotations may differ; use the same value on both sides',
      ],
      program: () =>
        canaryByHand({
          canary: { container: { readinessProbe: { httpGet: { path: "/ready", port: 80 } } } },
        }),
    },
    "different environment where not allowed": {
      messages: [
        'Deployment "api-stable": spec.template.spec.containers[0].env: differs from Deployment "api-canary"; only labels, image may differ; use the same value on both sides',
      ],
      config: { "sides-alike": { allowed: ["image"] } },
      program: () => canaryByHand({ canary: { container: { env: [{ name: "A", value: "1" }] } } }),
    },
    "colors that drifted apart by hand": {
      messages: [
        'Deployment "green": spec.template.spec.serviceAccountName: differs from Deployment "blue"; only labels, image, env, annotations may differ; use the same value on both sides',
      ],
      program: () => blueGreenByHand({ green: { pod: { serviceAccountName: "new" } } }),
    },
    "another number of containers": {
      messages: [
        'Deployment "green": spec.template.spec.containers: differs from Deployment "blue"; only labels, image, env, annotations may differ; use the same value on both sides',
      ],
      program: () =>
        blueGreenByHand({ green: { pod: { containers: [container(), container({ name: "log" })] } } }),
    },
    "four differences": {
      messages: [
        'Deployment "green": spec.template.spec.dnsPolicy: differs from Deployment "blue" (and spec.template.spec.hostNetwork, spec.template.spec.hostname, spec.template.spec.nodeName); only labels, image, env, annotations may differ; use the same value on both sides',
      ],
      program: () => {
        const pod = { dnsPolicy: "None", hostname: "a", hostNetwork: true, nodeName: "a" };
        blueGreenByHand({ green: { pod } });
      },
    },
    "many differences": {
      messages: [
        'Deployment "green": spec.template.spec.dnsPolicy: differs from Deployment "blue" (and spec.template.spec.hostNetwork, spec.template.spec.hostname, spec.template.spec.nodeName, …); only labels, image, env, annotations may differ; use the same value on both sides',
      ],
      program: () => {
        const pod = { dnsPolicy: "None", hostname: "a", hostNetwork: true, nodeName: "a", subdomain: "a" };
        blueGreenByHand({ green: { pod } });
      },
    },
  },
  good: {
    "canary whose sides read other contents of the same configuration": {
      program: () =>
        canary({
          configMaps: { settings: { data: { a: "1" } } },
          canary: { version: "v2", image: "app:v2", configMaps: { settings: { data: { a: "2" } } } },
          secrets: { token: { stringData: { token: "x" } } },
          template: template(
            { envFrom: [{ secretRef: { name: "token" } }] },
            { volumes: [{ name: "settings", configMap: { name: "settings" } }] },
          ),
        }),
    },
    "different environment": {
      program: () => canaryByHand({ canary: { container: { env: [{ name: "A", value: "1" }] } } }),
    },
    "different arguments where allowed": {
      config: { "sides-alike": { allowed: ["image", "args"] } },
      program: () => canaryByHand({ canary: { container: { args: ["--new"] } } }),
    },
    "an unknown value, which may turn out to be equal": {
      program: () => blueGreenByHand({ green: { pod: { serviceAccountName: unknownOutput() } } }),
    },
  },
};
