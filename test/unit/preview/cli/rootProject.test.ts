import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command } from "../support.js";

// The README's program and command, compared with the render of its own config.
const root = resolve(__dirname, "../../../..");
const rendered = mkdtempSync(join(tmpdir(), "root-project-"));

function preview(...args: string[]) {
  return command(["preview", "--cwd", root, "--stack", "dev", "--render", rendered, ...args]);
}

const config = (...values: string[]) => values.flatMap((value) => ["--config", value]);

interface Shown {
  name: string;
  kind: string;
  change: string;
  waitsFor: string[];
  fields: { path: string }[];
}

/** The changed fields relative to the render of Pulumi.dev.yaml. */
async function changes(...values: string[]): Promise<Record<string, unknown[]>> {
  const { stdout, stderr } = await preview("--no-write", "--json", ...config(...values));
  expect(stderr).toBe("");
  const { objects } = JSON.parse(stdout) as { objects: Shown[] };
  const changed = objects.filter(({ change }) => change !== "same");
  // What `up` waits for changes with the number of pods, and with the side that the step relies on.
  const ownFields = (fields: Shown["fields"]) => fields.filter(({ path }) => !/waitFor|relied-on/.test(path));
  return Object.fromEntries(
    changed
      .map(({ kind, name, fields }) => [`${kind} ${name}`, ownFields(fields)] as const)
      .filter(([, fields]) => fields.length > 0),
  );
}

beforeAll(async () => {
  const { code, stderr } = await preview();
  expect(stderr).toBe("");
  expect(code).toBe(0);
});
afterAll(() => rmSync(rendered, { recursive: true, force: true }));

describe("one config value changes exactly", () => {
  test("nothing, for the value of the last render", async () => {
    expect(await changes("canaryWeight=25")).toEqual({});
  });

  test("canaryWeight: the size of one side", async () => {
    expect(await changes("canaryWeight=50")).toEqual({
      "Deployment myapp-canary": [{ path: "spec.replicas", old: 1, new: 3 }],
    });
    expect(await changes("canaryWeight=100")).toEqual({
      "Deployment myapp-canary": [{ path: "spec.replicas", old: 1, new: 3 }],
      "Deployment myapp-stable": [{ path: "spec.replicas", old: 3, new: 0 }],
    });
  });

  test("activeColor: the selector of the Service", async () => {
    expect(await changes("activeColor=green")).toEqual({
      "Service shop": [
        { path: 'spec.selector["pulumi-kubernetes-traffic/color"]', old: "blue", new: "green" },
      ],
    });
  });

  test("proxyScheduler and proxyMode: kube-proxy's file", async () => {
    expect(Object.keys(await changes("proxyScheduler=lc"))).toEqual(["ConfigMap kube-proxy"]);
    expect(Object.keys(await changes("proxyMode=nftables"))).toEqual(["ConfigMap kube-proxy"]);
  });

  test("two values: the sum of both", async () => {
    expect(Object.keys(await changes("canaryWeight=50", "activeColor=green")).sort()).toEqual([
      "Deployment myapp-canary",
      "Service shop",
    ]);
  });
});

test.each([
  ["as configured", []],
  ["color flipped", ["activeColor=green"]],
  ["weight moved", ["canaryWeight=75"]],
  ["scheduler changed", ["proxyScheduler=sh"]],
])("golden render: %s", async (name, values) => {
  const { stdout } = await preview("--no-write", "--yaml", ...config(...values));
  await expect(stdout).toMatchFileSnapshot(`golden/${name.replaceAll(" ", "-")}.yaml`);
});

describe("bad config", () => {
  test.each([
    ["canaryWeight=120", /weight: 120 is not a share of the connections; give a number from 0 to 100/],
    [
      "activeColor=gren",
      /activeColor: "gren" is not a key of colors \(blue, green\).*did you mean "green"\?/,
    ],
    ["proxyMode=IPVS", /mode: "IPVS".*did you mean "ipvs"/],
    ["proxyScheduler=round-robin", /ipvs\.scheduler: "round-robin"/],
  ])("%s is refused, and the last render stays", async (value, message) => {
    const { code, stderr } = await preview("--config", value);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ at .*\.js:\d+/); // no stack trace: the message has the remedy
    expect(await changes()).toEqual({});
  });
});
