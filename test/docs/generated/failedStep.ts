import { checkBlueGreen } from "../../../src/bluegreen/check.js";
import { blueGreenObjects } from "../../../src/bluegreen/objects.js";
import { podState } from "../../../src/cluster/pods.js";
import { rolloutOf } from "../../../src/cluster/rollout.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import { accepted } from "../../../src/diagnostics/pulumi.js";
import { failureText } from "../../../src/resources/failureText.js";
import { blueGreenArgs } from "../../support/args.js";
import { failureOf } from "../../support/specs.js";
import { backingOff, deployment, replicaSets } from "../../unit/cluster/liveObjects.js";

/** What `up` shows when the image of the next color does not exist. */
export function failedStep(): string {
  const problems = new Problems("BlueGreenService");
  const checked = accepted(
    problems,
    checkBlueGreen("shop", { ...blueGreenArgs(), activeColor: "green" }, problems),
  );
  const failure = failureOf(blueGreenObjects(checked).specs, "Deployment shop-green");
  if (!failure) throw new Error("nothing explains the step");
  const stalled = { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" };
  const message = 'ReplicaSet "shop-green-5d9c7b6f4" has timed out progressing.';
  const pods = ["shop-green-5d9c7b6f4-2xkqv", "shop-green-5d9c7b6f4-9wz7d"].map(backingOff);
  const rollout = rolloutOf(
    deployment(2, { conditions: [{ ...stalled, message }] }),
    replicaSets(2),
    pods,
    (pod) => podState(pod),
  );
  const blue = {
    ...failure.sides.find(({ name }) => name === "blue")?.selector,
    "app.kubernetes.io/version": "v1",
  };
  return `error: ${failureText(failure, { rollouts: [rollout], readyPods: [blue, blue] })}`;
}
