import { expect, test } from "vitest";
import { type BlueGreenConfig, blueGreenStrategy, firstBlueGreen } from "./blueGreenConfigs.js";
import { type CanaryConfig, canaryStrategy, firstCanary } from "./canaryConfigs.js";
import { type Release, Releases } from "./release.js";
import { ordered } from "./scenario.js";
import { Walker } from "./walk.js";

/** A canary whose stable side always goes first. */
class StableFirst extends Releases<CanaryConfig> {
  override async of(config: CanaryConfig): Promise<Release> {
    const release = await super.of(config);
    const alter = ordered({
      "Deployment app-stable": [],
      "Service app": ["Deployment app-stable"],
      "Deployment app-canary": ["Service app"],
    });
    return { ...release, plan: alter(release.plan) };
  }
}

test("a walk that breaks a promise fails with each config, and each write of the last update", async () => {
  const walker = new Walker(new StableFirst(canaryStrategy));
  const weight = (share: number) => ({
    edit: (config: CanaryConfig) => ({ ...config, weight: share }),
    pick: 0,
  });
  const walk = walker.walk({ ...firstCanary, replicas: 1 }, [weight(100)]);
  await expect(walk).rejects.toThrow(
    new Error(
      [
        "up with weight 0, replicas 1, stable v1, canary v2, port 80",
        "  done: app-canary no pods, app-stable 1/1 v1, Service app → app",
        "up with weight 100, replicas 1, stable v1, canary v2, port 80",
        "  app-canary no pods, app-stable 1/1 v1, Service app → app",
        "  write Deployment app-stable: app-canary no pods, app-stable 1/1 v1, Service app → app",
        "invariant 4: app-stable shrinks below 1 before app-canary has its size",
      ].join("\n"),
    ),
  );
});

test("a walk in which a standby fails between two updates breaks a promise only without verifyReady", async () => {
  const flip = {
    edit: (config: BlueGreenConfig) => ({ ...config, activeColor: "green" }),
    pick: 2, // of the worlds with failed pods, the one without a ready pod of green
    failing: true,
  };
  const walk = (options: Partial<BlueGreenConfig>) =>
    new Walker(new Releases(blueGreenStrategy)).walk({ ...firstBlueGreen, ...options }, [flip]);
  await expect(walk({ verifyReady: false })).rejects.toThrow(
    "invariant 2: the selector moves to 0 ready pods",
  );
  await walk({});
});
