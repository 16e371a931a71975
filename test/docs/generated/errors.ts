import * as pulumi from "@pulumi/pulumi";
import {
  BlueGreenService,
  type BlueGreenServiceArgs,
  CanaryDeployment,
  type CanaryDeploymentArgs,
  KubeProxyConfig,
  type KubeProxyConfigArgs,
} from "../../../src/index.js";
import { trafficPolicies } from "../../../src/policies/index.js";
import { planStack } from "../../../src/testing/index.js";
import { commandErrors } from "./commandErrors.js";
import { failedStep } from "./failedStep.js";
import { fenced } from "./markdown.js";

/** What a user sees for each mistake of docs/troubleshooting.md, made here and now. */
const texts: Readonly<Record<string, () => string | Promise<string>>> = {
  "error-weight": refusedCanary({ weight: 120 }),
  "error-missing": refusedCanary({ weight: undefined }),
  "error-misspelled": refusedCanary({ wieght: 20 }),
  "error-canary-missing": refusedCanary({ canary: undefined }),
  "error-same-version": refusedCanary({ canary: { version: "v1", image: "example.com/myapp:v2" } }),
  "error-image": refusedCanary({ canary: { version: "v2" } }),
  "error-template": refusedCanary({ template: undefined }),
  "error-strict": refusedCanary({ weight: 2, strict: true }),
  "error-range": refusedCanary({ replicas: 0 }),
  "error-node-port": refusedCanary({ service: { type: "NodePort", ports: [{ port: 80, nodePort: 8080 }] } }),
  "error-port-names": refusedCanary({ service: { ports: [{ port: 80, name: "http" }, { port: 443 }] } }),
  "error-target-port": refusedCanary({ service: { ports: [{ port: 80, targetPort: "http" }] } }),
  "error-selector": refusedCanary({ service: { selector: { app: "myapp" }, ports: [{ port: 80 }] } }),
  "error-grace": refusedCanary({
    template: {
      spec: { terminationGracePeriodSeconds: 5, containers: [{ name: "myapp", readinessProbe: {} }] },
    },
  }),
  "error-name": () => refused(() => new CanaryDeployment("My_App", canary({}))),
  "error-long-name": () => refused(() => new CanaryDeployment("a".repeat(60), canary({}))),
  "error-own-label": refusedCanary({ labels: { "pulumi-kubernetes-traffic/track": "x" } }),
  "error-output": refusedCanary({ weight: pulumi.output(20) }),
  "error-unique": () =>
    refused(() => [new CanaryDeployment("shop", canary({})), new BlueGreenService("shop", blueGreen({}))]),
  "error-hold-autoscaling": refusedCanary({ method: "hold", autoscaling: { maxReplicas: 20 } }),
  "warning-share": () => warned("becomes", () => new CanaryDeployment("myapp", canary({ weight: 2 }))),
  "warning-probe": () =>
    warned("readinessProbe", () => {
      new CanaryDeployment("myapp", canary({ template: { spec: { containers: [{ name: "myapp" }] } } }));
    }),
  "warning-pre-stop": () =>
    warned("preStop", () => {
      const lifecycle = { preStop: { exec: { command: ["sleep", "1"] } } };
      const template = { spec: { containers: [{ name: "myapp", readinessProbe: {}, lifecycle }] } };
      new CanaryDeployment("myapp", canary({ template }));
    }),
  "warning-affinity": () =>
    warned("ClientIP", () => {
      new CanaryDeployment(
        "myapp",
        canary({ service: { sessionAffinity: "ClientIP", ports: [{ port: 80 }] } }),
      );
    }),
  "warning-requests": () =>
    warned("requested", () => {
      new CanaryDeployment("myapp", canary({ autoscaling: { maxReplicas: 20 } }));
    }),
  "error-color": refusedBlueGreen({ activeColor: "gren" }),
  "error-standby-autoscaling": refusedBlueGreen({ standbyReplicas: 0, autoscaling: { maxReplicas: 20 } }),
  "warning-preview-service": () =>
    warned("previewService", () => {
      new BlueGreenService("shop", blueGreen({ standbyReplicas: 0, previewService: true }));
    }),
  "error-mode": refusedProxy({}),
  "error-mode-output": refusedProxy({ mode: pulumi.output("ipvs") }),
  "error-proxy-field": refusedProxy({ mode: "ipvs", ipvs: { schedular: "lc" } }),
  "error-scheduler": refusedProxy({ mode: "ipvs", ipvs: { scheduler: "leastconn" } }),
  "error-unsafe-scheduler": refusedProxy({ mode: "ipvs", ipvs: { scheduler: "fo" } }),
  "warning-ipvs": () =>
    warned("deprecated", () => new KubeProxyConfig("kube-proxy", proxy({ mode: "ipvs" }))),
  "note-no-cluster": () =>
    logged("cannot be read", () => new KubeProxyConfig("kube-proxy", { mode: "nftables" })),
  "error-policy-name": () => messageOf(() => trafficPolicies({ "canary-wieght-limit": "advisory" } as never)),
  "error-no-resource": async () => {
    const plan = await planStack({}, () => void new CanaryDeployment("myapp", canary({})));
    return messageOf(() => plan.resource("Deployment", "myapp"));
  },
  ...commandErrors,
  "error-step": failedStep,
};

/** The same as blocks of Markdown. */
export const ERRORS = Object.fromEntries(
  Object.entries(texts).map(([name, make]) => [name, async () => fenced(await make())]),
);

type Wrong = Record<string, unknown>;

function refusedCanary(wrong: Wrong) {
  return () => refused(() => new CanaryDeployment("myapp", canary(wrong)));
}

function refusedBlueGreen(wrong: Wrong) {
  return () => refused(() => new BlueGreenService("shop", blueGreen(wrong)));
}

function refusedProxy(wrong: Wrong) {
  return () => refused(() => new KubeProxyConfig("kube-proxy", proxy(wrong)));
}

function canary(wrong: Wrong): CanaryDeploymentArgs {
  return {
    replicas: 10,
    weight: 20,
    stable: { version: "v1", image: "example.com/myapp:v1" },
    canary: { version: "v2", image: "example.com/myapp:v2" },
    template: { spec: { containers: [{ name: "myapp", readinessProbe: { httpGet: { port: 80 } } }] } },
    service: { ports: [{ port: 80 }] },
    ...wrong,
  };
}

function blueGreen(wrong: Wrong): BlueGreenServiceArgs {
  return {
    activeColor: "green",
    colors: {
      blue: { version: "v1", image: "example.com/shop:v1" },
      green: { version: "v2", image: "example.com/shop:v2" },
    },
    replicas: 2,
    template: { spec: { containers: [{ name: "shop", readinessProbe: { httpGet: { port: 80 } } }] } },
    service: { ports: [{ port: 80 }] },
    ...wrong,
  };
}

function proxy(wrong: Wrong): KubeProxyConfigArgs {
  return { manage: "create", ...wrong } as KubeProxyConfigArgs;
}

/** The text of the refusal. */
async function refused(register: () => unknown): Promise<string> {
  const plan = planStack({}, () => void register());
  return plan.then(
    () => "not refused",
    (error: Error) => error.message,
  );
}

/** The warning that contains `word`. */
async function warned(word: string, register: () => unknown): Promise<string> {
  const { warnings } = await planStack({}, () => void register());
  return warnings.find(({ text }) => text.includes(word))?.text ?? `no warning with ${word}`;
}

/** The note or warning that contains `word`. */
async function logged(word: string, register: () => unknown): Promise<string> {
  const { messages } = await planStack({}, () => void register());
  return messages.find(({ text }) => text.includes(word))?.text ?? `no note with ${word}`;
}

function messageOf(action: () => unknown): string {
  try {
    action();
    return "not refused";
  } catch (error) {
    return (error as Error).message;
  }
}
