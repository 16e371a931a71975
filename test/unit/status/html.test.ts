import { expect, it } from "vitest";
import { statusPage } from "../../../src/status/html.js";
import type { Status } from "../../../src/status/model.js";
import { everything } from "./shown.js";

const now = new Date("2026-01-02T03:04:05Z");

it("the page has all that the tree shows, and is one file", async () => {
  const page = statusPage(await everything(), { now });
  await expect(page).toMatchFileSnapshot("screens/everything.html");
  expect(page).not.toMatch(/<script|<link (?!rel="icon" href="data:,")|@import|url\(|src=|https?:/);
});

it("the page loads itself again only while it is watched", async () => {
  const status: Status = { cluster: "kind", namespaces: ["default"], components: [], notes: [], unread: [] };
  expect(statusPage(status, { now })).not.toContain("refresh");
  expect(statusPage(status, { now, watched: true })).toContain('<meta http-equiv="refresh" content="5">');
  expect(statusPage(status, { now })).toContain(
    "no CanaryDeployment and no BlueGreenService in namespace default",
  );
});

it("text of the cluster stays text", () => {
  const evil = `<script>alert("1")</script>&'`;
  const status: Status = {
    cluster: evil,
    namespaces: ["default"],
    stack: evil,
    components: [
      {
        component: "CanaryDeployment",
        name: evil,
        namespace: "default",
        exists: true,
        share: { present: 10 },
        sides: [
          {
            side: evil,
            version: evil,
            deployment: evil,
            replicas: 1,
            ready: 0,
            problems: [evil],
            pods: [{ name: evil, ready: false, restarts: 0, node: evil, reason: evil, version: evil }],
          },
        ],
        services: [
          { name: evil, type: evil, ports: [evil], selects: [evil], ready: { [evil]: 0 }, others: 0 },
        ],
        routes: [{ kind: evil, name: evil, backends: [{ service: evil, weight: 1 }] }],
        changes: [
          { change: "change", kind: evil, name: evil, fields: [{ field: evil, live: evil, planned: evil }] },
        ],
      },
    ],
    kubeProxy: {
      configured: evil,
      configMap: evil,
      planned: evil,
      nodes: [{ node: evil, mode: evil, source: "node" }],
      note: evil,
    },
    notes: [evil],
    unread: [{ what: evil, reason: evil }],
  };
  const page = statusPage(status, { now });
  expect(page).not.toContain("<script");
  expect(page).toContain("&lt;script&gt;");
});
