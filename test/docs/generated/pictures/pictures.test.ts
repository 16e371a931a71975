import { join } from "node:path";
import { expect, test } from "vitest";
import { BlueGreenService, CanaryDeployment } from "../../../../src/index.js";
import { planStack } from "../../../../src/testing/index.js";
import { template } from "../../../support/args.js";
import { root } from "../../pages.js";
import { draw } from "./draw.js";
import { type Frame, framesOf } from "./frames.js";

// `npm run docs:text` draws the pictures of a step from its plans.

const service = { ports: [{ port: 80 }] };

const canary = (weight: number) =>
  planStack({}, () => {
    new CanaryDeployment("app", {
      ...{ replicas: 3, weight, template: template(), service, disruptionBudget: false },
      stable: { version: "v1", image: "app:1" },
      canary: { version: "v2", image: "app:2" },
    });
  });

const flip = (activeColor: string) =>
  planStack({}, () => {
    new BlueGreenService("app", {
      ...{ activeColor, replicas: 2, standbyReplicas: 0, template: template(), service },
      colors: { blue: { version: "v1", image: "app:1" }, green: { version: "v2", image: "app:2" } },
    });
  });

const svg = (name: string) => join(root, "docs", name);
const side = (frame: Frame | undefined, index: number) => {
  const found = frame?.sides[index];
  if (!found) throw new Error("no such frame");
  return found;
};
const counted = (count: number, what = "pod") => `${count} ${what}${count === 1 ? "" : "s"}`;

test("docs/canary-step.svg is drawn from the plans", async () => {
  const frames = framesOf(await canary(25), await canary(75), ["stable", "canary"]);
  const [before, grows, ready, shrinks] = frames;
  const least = Math.min(...frames.map(({ sides }) => sides.reduce((sum, one) => sum + one.ready, 0)));
  const picture = draw(frames, {
    title: "A canary step from weight 25 to weight 75",
    description:
      "Four pictures of one pulumi up with replicas 3. " +
      `Before: ${counted(side(before, 0).ready, "stable pod")} and ${counted(side(before, 1).ready, "canary pod")}; the canary gets ${side(before, 1).share} % of new connections. ` +
      `Step 1: the canary starts ${side(grows, 1).starting} more pods beside the ${side(grows, 0).ready} stable ones. ` +
      `Step 2: all ${side(ready, 1).ready} canary pods are ready and get ${side(ready, 1).share} %. ` +
      `Step 3: the stable side drains ${counted(side(shrinks, 0).draining)} and keeps ${side(shrinks, 0).ready}; the canary gets ${side(shrinks, 1).share} %.`,
    captions: {
      before: { title: "Before", notes: ["weight: 25"] },
      "canary grows": {
        title: "The canary grows",
        notes: ["weight: 75, pulumi up", "the stable side is untouched"],
      },
      ready: {
        title: "The canary is ready",
        notes: [`never fewer than ${least} ready pods`, "behind the Service"],
      },
      "stable shrinks": {
        title: "The stable side shrinks",
        notes: ["only after step 2; its pods", "drain for drainSeconds"],
      },
    },
  });
  expect(least).toBeGreaterThanOrEqual(3);
  await expect(picture).toMatchFileSnapshot(svg("canary-step.svg"));
});

test("docs/flip.svg is drawn from the plans", async () => {
  const frames = framesOf(await flip("blue"), await flip("green"), ["blue", "green"]);
  const [before, grows, flipped, shrinks] = frames;
  const picture = draw(frames, {
    title: "A flip from blue to green",
    description:
      "Four pictures of one pulumi up with replicas 2 and standbyReplicas 0. " +
      `Before: the Service selects blue, which has ${counted(side(before, 0).ready)}; green has none. ` +
      `Step 1: green starts ${counted(side(grows, 1).starting)}; the Service still selects blue. ` +
      `Step 2: when both green pods are ready, the Service selects green. ` +
      `Step 3: blue drains and shrinks to ${counted(side(shrinks, 0).ready)}.`,
    captions: {
      before: { title: "Before", notes: ["activeColor: blue"] },
      "green grows": {
        title: "Green starts",
        notes: ["activeColor: green, pulumi up", "traffic stays on blue"],
      },
      flip: { title: "The Service flips", notes: ["only after every", "green pod is ready"] },
      "blue shrinks": {
        title: "Blue shrinks",
        notes: ["only after the flip; its pods", "drain for drainSeconds"],
      },
    },
  });
  expect([grows, flipped].map((frame) => [side(frame, 0).share, side(frame, 1).share])).toEqual([
    [100, 0],
    [0, 100],
  ]);
  await expect(picture).toMatchFileSnapshot(svg("flip.svg"));
});

test("a picture whose captions are of other moments is refused", async () => {
  const frames = framesOf(await canary(25), await canary(75), ["stable", "canary"]);
  const words = { title: "", description: "", captions: { before: { title: "", notes: [] } } };
  expect(() => draw(frames, words)).toThrow(
    "the plan has before, canary grows, ready, stable shrinks; the captions are of before",
  );
});
