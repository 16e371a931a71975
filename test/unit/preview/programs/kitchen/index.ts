import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

// Imitates the components of the package: the same type tokens, outputs and order of objects.
const token = (kind: string) => `pulumi-kubernetes-traffic:index:${kind}`;
const config = new pulumi.Config();

function deployment(name: string, replicas: number, opts: pulumi.CustomResourceOptions) {
  const labels = { app: name };
  return new k8s.apps.v1.Deployment(
    name,
    {
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.29" }] } },
      },
    },
    opts,
  );
}

class Canary extends pulumi.ComponentResource {
  constructor(name: string, weight: number) {
    super(token("CanaryDeployment"), name, { weight });
    const pods = weight >= 50 ? { stable: 3, canary: 3 } : { stable: 3, canary: 1 };
    const canaryFirst = weight >= 50;
    const first = canaryFirst ? "canary" : "stable";
    const second = canaryFirst ? "stable" : "canary";
    const one = deployment(`${name}-${first}`, pods[first], { parent: this });
    const two = deployment(`${name}-${second}`, pods[second], { parent: this, dependsOn: one });
    new k8s.core.v1.Service(
      name,
      {
        metadata: { name },
        spec: {
          type: "NodePort",
          selector: { app: name },
          ports: [{ port: 80, targetPort: 80, nodePort: 30380 }],
        },
      },
      { parent: this, dependsOn: [one, two] },
    );
    const achieved = (100 * pods.canary) / (pods.canary + pods.stable);
    const plan = { weight, achieved, error: Math.abs(achieved - weight), ...pods, peakPods: 6, first };
    if (plan.error > 1) {
      pulumi.log.warn(
        `weight: ${weight} % becomes ${achieved} % (${pods.stable} stable + ${pods.canary} canary pods)`,
        this,
      );
    }
    this.registerOutputs({ serviceName: name, stableVersion: "v1", canaryVersion: "v2", plan });
  }
}

class BlueGreen extends pulumi.ComponentResource {
  constructor(name: string, active: string) {
    super(token("BlueGreenService"), name, { active });
    const idle = active === "blue" ? "green" : "blue";
    const live = deployment(`${name}-${active}`, 2, { parent: this });
    const service = new k8s.core.v1.Service(
      name,
      { metadata: { name }, spec: { selector: { app: name, color: active }, ports: [{ port: 80 }] } },
      { parent: this, dependsOn: live },
    );
    deployment(`${name}-${idle}`, 2, { parent: this, dependsOn: service });
    const color = (version: string) => ({ deployment: `${name}-${version}`, version, replicas: 2 });
    const colors = { blue: color("v1"), green: color("v2") };
    this.registerOutputs({ activeColor: active, serviceName: name, colors });
  }
}

class KubeProxy extends pulumi.ComponentResource {
  constructor(name: string, scheduler: string) {
    super(token("KubeProxyConfig"), name, { scheduler });
    const text = `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nipvs:\n  scheduler: ${scheduler}\n  strictARP: true\nmode: ipvs\n`;
    new k8s.core.v1.ConfigMap(
      name,
      { metadata: { name, namespace: "kube-system" }, data: { "config.conf": text } },
      { parent: this },
    );
    pulumi.log.warn(
      "mode: ipvs is deprecated since Kubernetes 1.35 and off by default from 1.40; nftables is its successor",
      this,
    );
    this.registerOutputs({ mode: "ipvs", scheduler });
  }
}

new Canary("myapp", config.requireNumber("canaryWeight"));
new BlueGreen("shop", config.require("activeColor"));
new KubeProxy("kube-proxy", config.require("scheduler"));
if (config.getBoolean("extra")) new k8s.core.v1.ConfigMap("extra", { data: { some: "thing" } });

export const url = "http://localhost:30380";
