import { BlueGreenService, CanaryDeployment, KubeProxyConfig } from "../../../src/index.js";
import { planStack } from "../../../src/testing/index.js";

/** The example in TypeScript. */
function program(): void {
  const container = {
    name: "app",
    ports: [{ containerPort: 80 }],
    readinessProbe: { httpGet: { path: "/", port: 80 } },
  };
  const template = { spec: { containers: [container] } };
  const service = { ports: [{ port: 80 }] };
  new CanaryDeployment("web", {
    replicas: 3,
    weight: 25,
    stable: { version: "v1", image: "example.com/web:v1" },
    canary: { version: "v2", image: "example.com/web:v2" },
    template,
    service,
  });
  new BlueGreenService("shop", {
    activeColor: "blue",
    colors: {
      blue: { version: "v1", image: "example.com/shop:v1" },
      green: { version: "v2", image: "example.com/shop:v2" },
    },
    replicas: 2,
    template,
    service,
    previewService: true,
  });
  new KubeProxyConfig("kube-proxy", { mode: "ipvs", ipvs: { scheduler: "rr" }, manage: "create" });
}

/** URN and inputs of each object and component that a program makes, without the stack and the providers. */
export async function planned(make: () => void = program): Promise<Record<string, unknown>> {
  const config = { "kubernetes:renderYamlToDirectory": "rendered" };
  const plan = await planStack({ project: "traffic", stack: "test", config }, make);
  return byUrn(plan.resources.map(({ urn, inputs }) => ({ urn, inputs })));
}

export function byUrn(
  resources: readonly { urn: string; inputs?: object | undefined }[],
): Record<string, unknown> {
  const own = resources.filter(({ urn }) => !urn.includes("::pulumi:"));
  return Object.fromEntries(own.map(({ urn, inputs }) => [urn, inputs]));
}
