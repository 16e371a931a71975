import { test } from "vitest";
import { canaryMoves, canaryStrategy, firstCanaries } from "./canaryConfigs.js";
import { expectWalksToKeepPromises } from "./walks.js";

test("CanaryDeployment: no walk over configs breaks a promise, whatever cluster and user do meanwhile", async () => {
  await expectWalksToKeepPromises({
    strategy: canaryStrategy,
    first: firstCanaries,
    moves: canaryMoves,
  });
});
