// A user's program that imports each entry point and plans a canary.

/** In TypeScript and in ECMAScript modules. */
export const program = `
import { CanaryDeployment, planCanary } from "pulumi-kubernetes-traffic";
import { servePlugin } from "pulumi-kubernetes-traffic/plugin";
import { trafficPolicies } from "pulumi-kubernetes-traffic/policies";
import { RateComparison } from "pulumi-kubernetes-traffic/release";
import { planStack } from "pulumi-kubernetes-traffic/testing";

const plan = planCanary({ replicas: 3, weight: 25 });
if (plan.canary !== 1 || plan.achieved !== 25) throw new Error(JSON.stringify(plan));
const comparison = new RateComparison({ worseThan: 2, falseAlarm: 0.01, miss: 0.05 });
if (comparison.verdict !== "undecided") throw new Error(comparison.reason);
if (trafficPolicies({}).length === 0) throw new Error("no policies");
if (typeof servePlugin !== "function") throw new Error("no plugin");
planStack({}, () => {
  new CanaryDeployment("myapp", {
    replicas: 3,
    weight: 25,
    stable: { version: "v1", image: "app:1" },
    canary: { version: "v2", image: "app:2" },
    template: { spec: { containers: [{ name: "app" }] } },
    service: { ports: [{ port: 80 }] },
  });
}).then((planned) => console.log(planned.kubernetes.filter(({ kind }) => kind !== "PodDisruptionBudget").map(({ name }) => name).join(" ")));
`;

export const commonJsProgram = program.replace(/import (\{.*?\}) from (".*?");/g, "const $1 = require($2);");

/** What the program prints. */
export const PLANNED = "myapp-stable myapp-canary myapp\n";
