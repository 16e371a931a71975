import { checks } from "./schema/checks.js";
import { evidence } from "./schema/evidence.js";
import { config, steps } from "./schema/steps.js";
import { duration, map, type Schema, text } from "./schema/values.js";

/**
 * The JSON schema of release.yaml. `schemas/release.schema.json` is made from it, so that editors complete and explain the
 * file. It has no references, so that each error's place in it is known.
 */
export const RELEASE_SCHEMA: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  ...map(
    {
      title: "Release",
      description:
        "How one component of a Pulumi program is released, step by step, and what it is judged by.",
    },
    {
      component: text(
        {
          title: "Component",
          description: "Name of a CanaryDeployment or BlueGreenService of the program.",
          examples: ["myapp"],
        },
        "give the component's name in the program",
      ),
      config,
      to: text(
        {
          title: "Color",
          description: "The color of a BlueGreenService to release. Default: the other one of two.",
          examples: ["green"],
        },
        "give the name of a color",
      ),
      steps,
      checks,
      evidence,
      deadline: duration({
        title: "Deadline",
        description: "Longest time of the release, from the first step on. At its end, onUndecided decides.",
        default: "2h",
      }),
      onUndecided: {
        enum: ["wait", "hold", "rollback"],
        enumDescriptions: [
          "Goes on waiting for evidence.",
          "Keeps the weight and ends the run.",
          "Goes back to the version before.",
        ],
        title: "Without a verdict",
        description:
          "What happens at the deadline when a verdict is still open. It never goes to the next step.",
        default: "wait",
      },
    },
    { required: ["component", "config", "steps"] },
  ),
};
