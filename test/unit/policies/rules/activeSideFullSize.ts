import { canary, shop } from "../programs/components.js";
import { autoscaler, blueGreenByHand, type Loose } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const activeSideFullSize: RuleCases = {
  bad: {
    "a transform takes pods from the side that carries the load": {
      messages: [
        'Deployment "myapp-stable": spec.replicas: 1 is less than the 3 pods that carry the full load; give it at least 3',
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
        'Deployment "blue": spec.replicas: 1 pods carry all the traffic, but the idle side has 4; give it at least 4',
      ],
      program: () => blueGreenByHand({ blue: { spec: { replicas: 1 } }, green: { spec: { replicas: 4 } } }),
    },
    "flip by hand to the color whose autoscaler may make it the smaller one": {
      messages: [
        'Deployment "blue": spec.replicas: 2 pods carry all the traffic, but the idle side has 4; give it at least 4',
      ],
      program: () => {
        blueGreenByHand({ blue: { spec: { replicas: 4 } }, green: { spec: { replicas: 4 } } });
        autoscaler("blue", { minReplicas: 2 });
      },
    },
    "autoscaled standby larger than the active color may become": {
      messages: [
        'Deployment "shop-blue": spec.replicas: 2 pods carry all the traffic, but the idle side has 6; give it at least 6',
      ],
      program: () => shop({ standbyReplicas: 6, autoscaling: { maxReplicas: 9 } }),
    },
    "active color below a configured minimum": {
      messages: [
        'Deployment "shop-blue": spec.replicas: 2 pods carry all the traffic, but 3 are the least here; give it at least 3',
      ],
      config: { "active-side-full-size": { minimum: 3 } },
      program: () => shop(),
    },
    "standby larger than the active color": {
      messages: [
        'Deployment "shop-blue": spec.replicas: 2 pods carry all the traffic, but the idle side has 6; give it at least 6',
      ],
      program: () => shop({ standbyReplicas: 6 }),
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
  },
};
