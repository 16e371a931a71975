import { test } from "vitest";
import { blueGreenMoves, blueGreenStrategy, firstBlueGreens } from "./blueGreenConfigs.js";
import { expectWalksToKeepPromises } from "./walks.js";

test("BlueGreenService: no walk through configs breaks a promise, whatever the cluster and the user do meanwhile", async () => {
  await expectWalksToKeepPromises({
    strategy: blueGreenStrategy,
    first: firstBlueGreens,
    moves: blueGreenMoves,
  });
});
