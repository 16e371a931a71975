import { describe, expect, it } from "vitest";
import type { Live } from "../cluster/api.js";
import { scrapeTargets } from "./scrapeTargets.js";

const labels = {
  "app.kubernetes.io/instance": "web",
  "app.kubernetes.io/version": "good1",
  "pulumi-kubernetes-traffic/track": "stable",
};
const pod = (status: object, ports: object[] = [{ name: "metrics", containerPort: 9100 }]): Live => ({
  metadata: { name: "web-1", labels },
  spec: { containers: [{ name: "app", ports }] },
  status: { ...status },
});
const running = { podIP: "10.0.0.7", phase: "Running" };

describe("scrapeTargets", () => {
  it("gives a running pod the labels that queries select", () => {
    expect(scrapeTargets([pod(running)])).toEqual([
      {
        targets: ["10.0.0.7:9100"],
        labels: { pod: "web-1", app: "web", version: "good1", track: "stable" },
      },
    ]);
  });

  it("leaves out pods that cannot be scraped", () => {
    const without = [pod({}), pod({ ...running, phase: "Pending" }), pod({ ...running, phase: "Succeeded" })];
    expect(scrapeTargets([...without, pod(running, [{ containerPort: 80 }])])).toEqual([]);
  });
});
