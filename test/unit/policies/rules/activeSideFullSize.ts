import { canary, shop } from "../programs/components.js";
import { autoscaler, blueGreenByHand, budget, deployment, type Loose, service } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const activeSideFullSize: RuleCases = {
  bad: {
    "a transform scales down the main side of a canary": {
      messages: [
        'Deployment "myapp-stable": spec.replicas: 1 is less than the 3 pods that the plan needs for the full load; set it to at least 3',
      ],
      program: () =>
        canary(
          {},
          {
            transforms: [
              ({ props, opts, name }: Loose) =>
                name === "myapp-stable"
                  ? { props: { ...props, spec: { ...props.spec, replicas: 1 } }, opts }
                  : undefined,
            ],
          },
        ),
    },
    "flip by hand to the smaller color": {
      messages: [
        'Deployment "blue": spec.replicas: 1 is too few pods for all the traffic: the idle side has 4; set it to at least 4',
      ],
      program: () => blueGreenByHand({ blue: { spec: { replicas: 1 } }, green: { spec: { replicas: 4 } } }),
    },
    "flip by hand to a color that its autoscaler may shrink": {
      messages: [
        'Deployment "blue": spec.replicas: 2 is too few pods for all the traffic: the idle side has 4; set it to at least 4',
      ],
      program: () => {
        blueGreenByHand({ blue: { spec: { replicas: 4 } }, green: { spec: { replicas: 4 } } });
        autoscaler("blue", { minReplicas: 2 });
      },
    },
    "standby larger than the minimum of an autoscaled active color": {
      messages: [
        'Deployment "shop-blue": spec.replicas: 2 is too few pods for all the traffic: the idle side has 6; set it to at least 6',
      ],
      program: () => shop({ standbyReplicas: 6, autoscaling: { maxReplicas: 9 } }),
    },
    "active color below a configured minimum": {
      messages: [
        'Deployment "shop-blue": spec.replicas: 2 is too few pods for all the traffic: the minimum is 3; set it to at least 3',
      ],
      config: { "active-side-full-size": { minimum: 3 } },
      program: () => shop(),
    },
    "standby larger than the active color": {
      messages: [
        'Deployment "shop-blue": spec.replicas: 2 is too few pods for all the traffic: the idle side has 6; set it to at least 6',
      ],
      program: () => shop({ standbyReplicas: 6 }),
    },
    "a fraction of an odd number of pods, rounded up": {
      messages: [
        'Deployment "shop-blue": spec.replicas: 2 is too few pods for all the traffic: the idle side has 5; set it to at least 3',
      ],
      config: { "active-side-full-size": { fraction: 0.5 } },
      program: () => shop({ standbyReplicas: 5 }),
    },
  },
  good: {
    "autoscaled colors": {
      program: () => shop({ standbyReplicas: 1, autoscaling: { minReplicas: 2, maxReplicas: 9 } }),
    },
    "a smaller standby by hand": { program: () => blueGreenByHand({ green: { spec: { replicas: 1 } } }) },
    "a larger standby, where half of it is enough": {
      config: { "active-side-full-size": { fraction: 0.5 } },
      program: () => shop({ standbyReplicas: 4 }),
    },
    "an active color of two Deployments, by hand": {
      program: () => {
        const labels = (color: string, part: string) => ({ app: "shop", color, part });
        const one = deployment("one", labels("blue", "one"), { spec: { replicas: 1 } });
        const two = deployment("two", labels("blue", "two"), { spec: { replicas: 3 } });
        const front = service("shop", { app: "shop", color: "blue" }, {}, { dependsOn: [one, two] });
        deployment("green", labels("green", "one"), { spec: { replicas: 4 } }, { dependsOn: front });
        budget("shop", { app: "shop" });
      },
    },
  },
};
