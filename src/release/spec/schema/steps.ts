import { configKey, duration, flag, map, type Schema } from "./values.js";

const approve = flag({
  description: "Whether a person must agree before the step begins, with `release step --approve`.",
  default: false,
});
const atLeast = duration({
  description: "How long the step lasts at least. A step also waits until every indicator has passed.",
  examples: ["10m", "1h"],
});

const weight: Schema = {
  type: "number",
  exclusiveMinimum: 0,
  maximum: 100,
  description: "Percent of new connections that the canary gets.",
};

const weightStep = map(
  { description: "A weight with settings." },
  {
    weight,
    atLeast: {
      ...atLeast,
      description: `${atLeast.description} Default: 0s, and 2m for the last step.`,
    },
    approve,
  },
  { required: ["weight"] },
);

const words: Schema = {
  enum: ["preview", "flip", "retire"],
  enumDescriptions: [
    "The new color runs, without traffic.",
    "The new color gets all connections.",
    "The old color loses its pods.",
  ],
};

const preview = map(
  { description: "The new color runs, without traffic." },
  {
    preview: {
      anyOf: [
        { type: "integer", minimum: 1, description: "Pods of the new color. Needs config.standby." },
        map(
          { description: "Settings of the step." },
          {
            replicas: {
              type: "integer",
              minimum: 1,
              description: "Pods of the new color. Needs config.standby. Default: as many as it has.",
            },
            approve,
          },
        ),
      ],
    },
  },
  { required: ["preview"] },
);

const flip = map(
  { description: "The new color gets all connections." },
  { flip: map({ description: "Settings of the step." }, { approve }) },
  { required: ["flip"] },
);

const bake = map(
  { description: "Nothing changes, for at least so long." },
  {
    bake: {
      anyOf: [
        duration({ description: "How long at least." }),
        map({ description: "Settings of the step." }, { atLeast, approve }, { required: ["atLeast"] }),
      ],
    },
  },
  { required: ["bake"] },
);

const retire = map(
  { description: "The old color loses its pods. Needs config.standby." },
  { retire: map({ description: "Settings of the step." }, { approve }) },
  { required: ["retire"] },
);

/** The steps of both components. */
export const steps: Schema = {
  type: "array",
  title: "Steps",
  description:
    "CanaryDeployment: weights that rise to 100. BlueGreenService: preview, flip, bake and retire, in this order; only flip is required.",
  minItems: 1,
  errorMessage:
    "give a list: weights that rise to 100, such as [2, 10, 50, 100], or steps of a BlueGreenService, such as [preview, flip, { bake: 10m }]",
  examples: [
    [2, 10, { weight: 25, atLeast: "10m" }, { weight: 50, approve: true }, 100],
    ["preview", "flip", { bake: "10m" }, "retire"],
  ],
  items: { anyOf: [weight, words, weightStep, preview, flip, bake, retire] },
};

/** The config keys of both components. */
export const config: Schema = map(
  {
    title: "Config keys",
    description:
      "The keys of the stack's config that a release may write. It writes no others. CanaryDeployment: weight, stable and canary. BlueGreenService: color, and standby if the old color is to lose its pods.",
    examples: [
      { weight: "canaryWeight", stable: "stableVersion", canary: "canaryVersion" },
      { color: "activeColor", standby: "standbyReplicas" },
    ],
  },
  {
    weight: configKey({ description: "Holds the weight of the canary, from 0 to 100." }),
    stable: configKey({
      description: "Holds the stable version. A promotion copies the canary's version here.",
    }),
    canary: configKey({ description: "Holds the version to release. A promotion removes it." }),
    color: configKey({ description: "Holds the color with the traffic." }),
    standby: configKey({ description: "Holds the number of pods of the color without traffic." }),
  },
  { anyOf: [{ required: ["weight", "stable", "canary"] }, { required: ["color"] }] },
);
