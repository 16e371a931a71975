import * as k8s from "@pulumi/kubernetes";
import { describe, expect, test } from "vitest";
import { BlueGreenService, CanaryDeployment } from "../../../src/index.js";
import { type Plan, type PlannedObject, planStack } from "../../../src/testing/index.js";
import { blueGreenArgs, canaryArgs } from "../../support/args.js";

type Loose = ReturnType<typeof canaryArgs>;

// The walk-through's objects, as somebody wrote them by hand.
const labels = { app: "myapp", version: "v1" };
const template = {
  metadata: { labels },
  spec: {
    containers: [
      {
        name: "myapp",
        image: "janakiramm/myapp:v1",
        imagePullPolicy: "IfNotPresent",
        ports: [{ containerPort: 80 }],
      },
    ],
  },
};
const ports = [{ port: 80, protocol: "TCP", targetPort: 80, nodePort: 30380 }];

const handMade = (selector: object) => () => {
  new k8s.apps.v1.Deployment("hand-made", {
    metadata: { name: "myapp-v1" },
    spec: { replicas: 3, selector: { matchLabels: labels }, template },
  });
  new k8s.core.v1.Service("hand-made", {
    metadata: { name: "service-myapp" },
    spec: { type: "NodePort", ports, selector: selector as Record<string, string> },
  });
};

/** What of an object would restart pods, replace it, or move traffic. */
function identity(plan: Plan, kind: string, name: string) {
  const object = plan.kubernetes.find((other) => other.kind === kind && other.name === name);
  expect(object, `${kind} ${name}`).toBeDefined();
  const { spec } = (object as PlannedObject).inputs as Loose;
  return kind === "Service"
    ? spec
    : { selector: spec.selector, template: spec.template, replicas: spec.replicas };
}

async function expectTakenOver(program: () => void, selector: object): Promise<Plan> {
  const [before, after] = await Promise.all([planStack({}, handMade(selector)), planStack({}, program)]);
  expect(identity(after, "Deployment", "myapp-v1")).toEqual(identity(before, "Deployment", "myapp-v1"));
  expect(identity(after, "Service", "service-myapp")).toEqual(identity(before, "Service", "service-myapp"));
  return after;
}

const existing = { name: "myapp-v1", selector: labels };

const canary = (): Loose => ({
  replicas: 3,
  weight: 0,
  selector: { app: "myapp" },
  stable: { version: "v1", existing, template },
  canary: { version: "v2", image: "janakiramm/myapp:v2" },
  template: canaryArgs().template,
  service: { name: "service-myapp", type: "NodePort", ports },
});

describe("an existing Deployment and Service become part of a component with no pod restarted and no Service replaced", () => {
  test("as the stable side of a canary, whose pods the Service then finds as well", async () => {
    const plan = await expectTakenOver(() => new CanaryDeployment("myapp", canary()), { app: "myapp" });
    const { spec } = plan.resource("Deployment", "myapp-canary").inputs as Loose;
    expect(spec.template.metadata.labels).toMatchObject({
      app: "myapp",
      "pulumi-kubernetes-traffic/track": "canary",
    });
    expect(spec.selector.matchLabels).toEqual({ app: "myapp", "pulumi-kubernetes-traffic/track": "canary" });
  });

  test("as a color, distinguished by its existing label", async () => {
    const args = {
      ...blueGreenArgs(),
      replicas: 3,
      activeColor: "v1",
      colorLabel: "version",
      selector: {},
      colors: {
        v1: { version: "v1", existing, template },
        v2: { version: "v2", image: "janakiramm/myapp:v2" },
      },
      service: { name: "service-myapp", type: "NodePort", ports },
    };
    const plan = await expectTakenOver(() => new BlueGreenService("myapp", args), { version: "v1" });
    expect((plan.resource("Deployment", "myapp-v2").inputs as Loose).spec.selector.matchLabels).toEqual({
      version: "v2",
    });
  });

  test("the resources keep the component's names, so that the next version needs no alias", async () => {
    const plan = await planStack({}, () => {
      const app = new CanaryDeployment("myapp", canary());
      expect(app.stable).toBeInstanceOf(k8s.apps.v1.Deployment);
    });
    expect(plan.resource("Deployment", "myapp-stable").inputs.metadata).toMatchObject({ name: "myapp-v1" });
    expect(plan.resource("Service", "myapp").inputs.metadata).toMatchObject({ name: "service-myapp" });
    expect(plan.resource("CanaryDeployment").outputs).toMatchObject({
      stableName: "myapp-v1",
      serviceName: "service-myapp",
    });
  });
});

test("what another tool may have made is taken over from it, and nothing else is forced", async () => {
  const plan = await planStack({}, () => new CanaryDeployment("myapp", canary()) && {});
  const forced = plan.kubernetes.filter(({ inputs }) => {
    const { annotations } = inputs.metadata as Loose;
    return annotations?.["pulumi.com/patchForce"] === "true";
  });
  expect(forced.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "Deployment myapp-v1",
    "Service service-myapp",
  ]);
});

const refused = (change: (args: Loose) => unknown) => {
  const args = canary();
  change(args);
  return planStack({}, () => new CanaryDeployment("myapp", args) && {}).then(
    () => "accepted",
    (error) => error.message.split("\n").slice(1).join("\n"),
  );
};

test.each<[string, (args: Loose) => unknown, string]>([
  [
    "pods that the Service does not find",
    (a) => (a.selector = { app: "shop" }),
    '  stable.template.metadata.labels["app"]: "myapp" contradicts the selector',
  ],
  [
    "a Deployment without a name",
    (a) => (a.stable.existing = { selector: labels }),
    "  stable.existing.name: is missing",
  ],
  [
    "a Deployment without a selector",
    (a) => (a.stable.existing = { name: "x", selector: {} }),
    "  stable.existing: {",
  ],
  [
    "a misspelled key",
    (a) => (a.stable.existing = { ...existing, selectors: {} }),
    "  stable.existing.selectors: is not an argument",
  ],
  [
    "a selector that is none",
    (a) => (a.selector = { "my app": "x" }),
    '  selector["my app"]: "my app" is not a valid label key',
  ],
  [
    "a Service's name that is none",
    (a) => (a.service.name = "My_Service"),
    '  service.name: "My_Service" is not a valid object name',
  ],
])("refused: %s", async (_, change, message) => {
  expect(await refused(change)).toContain(message);
});
