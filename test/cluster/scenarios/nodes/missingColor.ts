import { nodeAddress, OUTSIDE_CLIENTS } from "../../boot/network.js";
import type { Cluster } from "../../cluster/api.js";
import { eventually } from "../../commands.js";
import { NamespaceClients } from "../../load/clients.js";
import { podTemplate } from "../../program/template.js";
import { say } from "../../say.js";
import { V1, V2 } from "../apps.js";
import type { Change, Scenario } from "../scenario.js";
import { spreadConstraint } from "./apps.js";

const NAME = "shop";
/** The node that has no pod of green. */
const WITHOUT = 3;
const NODES = [1, 2, WITHOUT];

/** With `externalTrafficPolicy: Local`, a flip to a color that one node has no pod of, and back. */
export const missingColor: Scenario = {
  through: "node ports",
  losesThrough: [`node-${WITHOUT}`],
  first: [flip("", "blue").app],
  steps: [
    {
      changes: [flip("flip to a color that one node lacks", "green")],
      after: ({ cluster }) => healthy(cluster, [1, 2]),
    },
    {
      changes: [flip("flip back", "blue")],
      after: ({ cluster }) => healthy(cluster, NODES),
    },
  ],
};

function flip(title: string, active: "blue" | "green"): Change {
  const { spec } = podTemplate();
  const constraints = { topologySpreadConstraints: [spreadConstraint(NAME)] };
  const elsewhere = { key: "kubernetes.io/hostname", operator: "NotIn", values: [`node-${WITHOUT}`] };
  const terms = { nodeSelectorTerms: [{ matchExpressions: [elsewhere] }] };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
  return {
    title,
    app: {
      is: "blue-green",
      name: NAME,
      args: {
        activeColor: active,
        colors: {
          blue: { version: V1.version, image: V1.image },
          green: {
            ...{ version: V2.version, image: V2.image },
            template: { spec: { ...spec, ...constraints, affinity } },
          },
        },
        replicas: NODES.length,
        template: { spec: { ...spec, ...constraints } },
        service: {
          ...{ type: "LoadBalancer", externalTrafficPolicy: "Local", ports: [{ port: 80 }] },
          annotations: { "pulumi.com/skipAwait": "true" }, // no load balancer gives it an address
        },
      },
    },
    share: { [(active === "blue" ? V1 : V2).says]: 100 },
    fewest: NODES.length,
  };
}

/** Waits until the health check node port says of these nodes alone that they have a pod. Returns what is wrong. */
async function healthy(cluster: Cluster, nodes: readonly number[]): Promise<string[]> {
  const { spec } = await cluster.read("v1", "Service", NAME);
  const answers = () => Promise.all(NODES.map((node) => healthOf(node, Number(spec?.healthCheckNodePort))));
  const wanted = NODES.map((node) => (nodes.includes(node) ? "200" : "503")).join();
  await eventually(`the health check node port answers ${wanted}`, 30, async () => {
    const now = (await answers()).join();
    if (now !== wanted) throw new Error(`it answers ${now}`);
  });
  say(`  the health check node port answers ${wanted} on ${NODES.map((node) => `node-${node}`).join(", ")}`);
  return [];
}

/** The status with which a node's kube-proxy answers a load balancer that asks for pods. */
function healthOf(node: number, port: number): Promise<string> {
  const url = `http://${nodeAddress(node)}:${port}/`;
  const curl = ["-s", "-m", "5", "-o", "/dev/null", "-w", "%{http_code}", url];
  return new NamespaceClients(OUTSIDE_CLIENTS).run("curl", curl);
}
