import type { Status } from "../../../src/status/model.js";
import type { LiveObject } from "./cluster.js";
import { applied, crashing, imageNotFound, planOf, running } from "./live.js";
import { look } from "./look.js";
import { blueGreen, canary, route } from "./programs.js";

/** A status with everything in it: what is fine, what fails, what changes, and what cannot be read. */
export async function everything(): Promise<Status> {
  const objects = [
    ...running(await applied(canary(25)), {
      "myapp-stable": { restarts: 2 },
      "myapp-canary": { ready: 0, failing: [imageNotFound("example.com/myapp:v2")] },
    }),
    ...running(await applied(canary(20, { method: "hold", replicas: 4 }, "held")), {
      "held-stable": [{ ready: 4, version: "v1" }, { ready: 1 }],
    }),
    ...running(
      await applied(canary(10, { method: "route", route, autoscaling: { maxReplicas: 6 } }, "routed")),
    ),
    ...running(await applied(canary(50, { replicas: 14 }, "large")), {
      "large-canary": { ready: 12, failing: [crashing, crashing] },
    }),
    ...running(await applied(blueGreen("blue", { previewService: true }))),
    ...kubeProxy("ipvs"),
  ];
  const plan = await planOf(() => {
    canary(50)();
    canary(20, { method: "hold", replicas: 4 }, "held")();
    blueGreen("green", { previewService: true })();
    canary(0, {}, "new")();
  });
  return look(objects, { plan, forbidden: ["horizontalpodautoscalers"], kubeProxy: true });
}

/** kube-proxy's ConfigMap, and its pods on two nodes. */
export function kubeProxy(mode: string, metricsBindAddress = ""): LiveObject[] {
  const pod = (name: string, nodeName: string) => ({
    kind: "Pod",
    metadata: { name, namespace: "kube-system", labels: { "k8s-app": "kube-proxy" } },
    spec: { nodeName },
    status: { phase: "Running" },
  });
  return [
    {
      kind: "ConfigMap",
      metadata: { name: "kube-proxy", namespace: "kube-system" },
      data: { "config.conf": `mode: "${mode}"\nmetricsBindAddress: "${metricsBindAddress}"\n` },
    },
    pod("kube-proxy-x2x4z", "node-2"),
    pod("kube-proxy-b6c8d", "node-1"),
  ];
}
