import { BlueGreenService } from "../../../../src/index.js";
import {
  autoscaler,
  type BadCase,
  blueGreenByHand,
  budget,
  type Case,
  type Loose,
  service,
  template,
} from "./parts.js";

const shop = (changes: Loose = {}, opts = {}) => {
  const args = {
    activeColor: "blue",
    colors: { blue: { version: "v1", image: "app:v1" }, green: { version: "v2", image: "app:v2" } },
    replicas: 2,
    template: template(),
    service: { ports: [{ port: 80 }] },
    ...changes,
  };
  new BlueGreenService("shop", args, opts);
};

/** Changes the spec of one object, as a transform of the whole stack can. */
const changing = (name: string, change: Loose) => ({
  transforms: [
    ({ props, opts, name: given }: Loose) =>
      given === name ? { props: { ...props, spec: { ...props.spec, ...change } }, opts } : undefined,
  ],
});

export const bad: BadCase[] = [
  {
    name: "a transform flips the Service without the component",
    policy: "service-selects-one-color",
    says: 'selects Deployment "shop-green", but the active colour is blue; select the pods of shop-blue and no others',
    program: () =>
      shop(
        {},
        changing("shop", {
          selector: {
            "pulumi-kubernetes-traffic/blue-green-service": "shop",
            "pulumi-kubernetes-traffic/color": "green",
          },
        }),
      ),
    also: ["ready-before-selected"],
  },
  {
    name: "a transform takes the colour out of the selector",
    policy: "service-selects-one-color",
    says: 'selects Deployment "shop-green", but the active colour is blue',
    program: () =>
      shop({}, changing("shop", { selector: { "pulumi-kubernetes-traffic/blue-green-service": "shop" } })),
  },
  {
    name: "both colours by hand",
    policy: "service-selects-one-color",
    says: 'Service "shop": spec.selector: {"app":"shop"} selects the pods of blue and green at once; add the colour\'s label to the selector',
    program: () => blueGreenByHand({ service: { selector: { app: "shop" } } }),
  },
  {
    name: "flip by hand to a colour that is not there",
    policy: "service-has-pods",
    says: '{"app":"shop","color":"gren"} matches no pods of this stack, so every request would be refused',
    program: () => blueGreenByHand({ service: { selector: { app: "shop", color: "gren" } } }),
  },
  {
    name: "flip by hand to a colour without pods",
    policy: "service-has-pods",
    says: 'matches only Deployment "blue", which has no pods, so every request would be refused; raise its replicas first, or select another version',
    program: () => blueGreenByHand({ blue: { spec: { replicas: 0 } } }),
  },
  {
    name: "flip by hand to the smaller colour",
    policy: "active-side-full-size",
    says: 'Deployment "blue": spec.replicas: 1 pods carry all the traffic, but the idle side has 4; give it at least 4',
    program: () => blueGreenByHand({ blue: { spec: { replicas: 1 } }, green: { spec: { replicas: 4 } } }),
  },
  {
    name: "flip by hand to the colour whose autoscaler may make it the smaller one",
    policy: "active-side-full-size",
    says: 'Deployment "blue": spec.replicas: 2 pods carry all the traffic, but the idle side has 4; give it at least 4',
    program: () => {
      blueGreenByHand({ blue: { spec: { replicas: 4 } }, green: { spec: { replicas: 4 } } });
      autoscaler("blue", { minReplicas: 2 });
    },
  },
  {
    name: "flip by hand to a colour without pods, which no autoscaler starts",
    policy: "service-has-pods",
    says: 'matches only Deployment "blue", which has no pods',
    program: () => {
      blueGreenByHand({ blue: { spec: { replicas: 0 } } });
      autoscaler("blue", { minReplicas: 2 });
    },
  },
  {
    name: "autoscaled standby larger than the active colour may become",
    policy: "active-side-full-size",
    says: 'Deployment "shop-blue": spec.replicas: 2 pods carry all the traffic, but the idle side has 6',
    program: () => shop({ standbyReplicas: 6, autoscaling: { maxReplicas: 9 } }),
  },
  {
    name: "active colour below a configured minimum",
    policy: "active-side-full-size",
    says: "2 pods carry all the traffic, but 3 are the least here",
    config: { "active-side-full-size": { minimum: 3 } },
    program: () => shop(),
  },
  {
    name: "standby larger than the active colour",
    policy: "active-side-full-size",
    says: 'Deployment "shop-blue": spec.replicas: 2 pods carry all the traffic, but the idle side has 6',
    program: () => shop({ standbyReplicas: 6 }),
  },
  {
    name: "no order by hand",
    policy: "ready-before-selected",
    says: 'may turn to the pods of Deployment "blue" before they are ready; add dependsOn: the Deployment "blue"',
    program: () => blueGreenByHand({ order: "none" }),
  },
  {
    name: "old colour taken away before the flip by hand",
    policy: "flip-before-shrink",
    says: 'Deployment "green": spec.replicas: 0 may take the pods away before Service "shop" has turned to the other colour; add dependsOn: the Service "shop"',
    program: () => blueGreenByHand({ order: "shrink first", green: { spec: { replicas: 0 } } }),
  },
  {
    name: "no standby and no drain",
    policy: "flip-before-shrink",
    says: 'takes the pods away as soon as Service "shop" has turned, and they do not drain',
    program: () =>
      shop({ standbyReplicas: 0, drainSeconds: 0, template: template({ lifecycle: undefined }) }),
    also: ["drain-before-kill"],
  },
  {
    name: "fast flip without a drain",
    policy: "await-readiness",
    says: 'skips the wait that lets old pods drain, and Deployment "blue" has no preStop',
    program: () =>
      blueGreenByHand({
        blue: { container: { lifecycle: undefined } },
        green: { container: { lifecycle: undefined } },
        serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } },
      }),
    also: ["drain-before-kill"],
  },
  {
    name: "fast flip where none is allowed",
    policy: "await-readiness",
    says: "skips the wait that lets old pods drain; remove it",
    config: { "await-readiness": { fastFlip: false } },
    program: () => blueGreenByHand({ serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } } }),
  },
  {
    name: "idle colour that is not waited for",
    policy: "await-readiness",
    says: 'Deployment "green": metadata.annotations["pulumi.com/skipAwait"]: "true" lets traffic move to pods that are not ready',
    program: () =>
      blueGreenByHand({ green: { metadata: { annotations: { "pulumi.com/skipAwait": "true" } } } }),
  },
  {
    name: "colours that drifted apart by hand",
    policy: "sides-alike",
    says: 'Deployment "green": spec.template.spec.serviceAccountName: differs from Deployment "blue"',
    program: () => blueGreenByHand({ green: { pod: { serviceAccountName: "new" } } }),
  },
  {
    name: "a second budget for the colours",
    policy: "disruption-budgets",
    says: 'Deployment "shop-blue": spec.template.metadata.labels: match the PodDisruptionBudgets "shop" and "shop-blue", and a pod of several budgets cannot be evicted at all; keep one of them',
    program: () => {
      shop();
      budget("shop", { "app.kubernetes.io/name": "shop" });
    },
  },
  {
    name: "a transform lets no pod of the colours go",
    policy: "disruption-budgets",
    says: 'PodDisruptionBudget "shop-blue": spec.maxUnavailable: 0 lets none of the 2 pods of Deployment "shop-blue" go',
    program: () =>
      shop(
        {},
        {
          transforms: [
            ({ type, props, opts }: Loose) =>
              type.endsWith(":PodDisruptionBudget")
                ? { props: { ...props, spec: { ...props.spec, maxUnavailable: 0 } }, opts }
                : undefined,
          ],
        },
      ),
  },
];

export const good: Case[] = [
  {
    name: "several Services that flip together before the old colour goes",
    program: () =>
      shop({
        standbyReplicas: 0,
        additionalServices: {
          dns: { ports: [{ port: 53, protocol: "UDP" }] },
          metrics: { clusterIP: "None", ports: [{ port: 9090 }] },
        },
      }),
  },
  {
    name: "autoscaled colours",
    program: () => shop({ standbyReplicas: 1, autoscaling: { minReplicas: 2, maxReplicas: 9 } }),
  },
  { name: "a blue-green service", program: () => shop() },
  { name: "the other colour", program: () => shop({ activeColor: "green" }) },
  { name: "a preview of the other colour", program: () => shop({ previewService: true }) },
  { name: "no standby, with a drain", program: () => shop({ standbyReplicas: 0 }) },
  {
    name: "a preview of a colour without pods",
    program: () => shop({ standbyReplicas: 0, previewService: true }),
  },
  { name: "a colour label of the user's", program: () => shop({ colorLabel: "slot" }) },
  {
    name: "three colours",
    program: () =>
      shop({
        colors: {
          blue: { version: "v1", image: "app:v1" },
          green: { version: "v2", image: "app:v2" },
          red: { version: "v3", image: "app:v3" },
        },
      }),
  },
  { name: "blue-green by hand", program: () => blueGreenByHand() },
  {
    name: "no standby by hand, in order and draining",
    program: () => blueGreenByHand({ green: { spec: { replicas: 0 } } }),
  },
  { name: "a smaller standby by hand", program: () => blueGreenByHand({ green: { spec: { replicas: 1 } } }) },
  {
    name: "a larger standby, where half of it is enough",
    config: { "active-side-full-size": { fraction: 0.5 } },
    program: () => shop({ standbyReplicas: 4 }),
  },
  {
    name: "fast flip with a drain",
    program: () => blueGreenByHand({ serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } } }),
  },
  {
    name: "skipAwait that says false",
    program: () =>
      blueGreenByHand({ green: { metadata: { annotations: { "pulumi.com/skipAwait": "false" } } } }),
  },
  {
    name: "an idle colour with a Service of its own for testers",
    program: () => {
      const { green } = blueGreenByHand();
      service("shop-test", { app: "shop", color: "green" }, {}, { dependsOn: green });
    },
  },
  {
    name: "colours in two namespaces",
    program: () => {
      blueGreenByHand();
      shop({ namespace: "other" });
    },
  },
];
