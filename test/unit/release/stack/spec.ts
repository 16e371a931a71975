import type { BlueGreenSpec, CanarySpec, ReleaseSpec } from "../../../../src/release/spec/spec.js";

const common = {
  checks: [],
  evidence: {
    indicators: [],
    pods: true,
    falseAlarm: 0.01,
    miss: 0.05,
    window: 15,
    warmUp: 30,
    giveUpAfter: 600,
  },
  deadline: 7200,
  onUndecided: "wait",
} as const;

/** A release of a CanaryDeployment. */
export const canarySpec: ReleaseSpec & { release: CanarySpec } = {
  ...common,
  component: "myapp",
  release: {
    kind: "canary",
    config: { weight: "canaryWeight", stable: "stableVersion", canary: "canaryVersion" },
    steps: [{ weight: 100, atLeast: 0, approve: false }],
  },
};

/** A release of a BlueGreenService. */
export const blueGreenSpec: ReleaseSpec & { release: BlueGreenSpec } = {
  ...common,
  component: "shop",
  release: { kind: "blueGreen", config: { color: "color" }, steps: [{ step: "flip", approve: false }] },
};
