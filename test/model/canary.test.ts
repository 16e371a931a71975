import { test } from "vitest";
import { canaryMoves, canaryStrategy, firstCanaries } from "./canaryConfigs.js";
import { expectWalksToKeepPromises } from "./walks.js";

test("CanaryDeployment: no walk through configs breaks a promise, whatever the cluster and the user do meanwhile", async () => {
  await expectWalksToKeepPromises({
    strategy: canaryStrategy,
    first: firstCanaries,
    moves: canaryMoves,
  });
});
