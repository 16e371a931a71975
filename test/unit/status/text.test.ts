import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { colored } from "../../../src/preview/screen/style.js";
import type { Status } from "../../../src/status/model.js";
import { statusText } from "../../../src/status/text.js";
import { applied, running } from "./live.js";
import { look } from "./look.js";
import { blueGreen, canary } from "./programs.js";
import { everything } from "./shown.js";

describe("the tree", () => {
  it.each([60, 100, 200])("fits a screen of %i columns", async (width) => {
    const lines = statusText(await everything(), { width });
    expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`screens/everything-${width}.txt`);
  });

  it("has the same text with colors", async () => {
    const status = await everything();
    const lines = statusText(status, { width: 100, paint: colored });
    expect(stripVTControlCharacters(lines.join("\n"))).toBe(statusText(status, { width: 100 }).join("\n"));
    expect(lines.join("\n")).toContain("\u001b[31m");
  });

  it("names the namespace of each component where there are several", async () => {
    const objects = [
      ...running(await applied(canary(25), "eu")),
      ...running(await applied(blueGreen("blue"), "us")),
    ];
    const heads = async (scope: "all" | string[]) =>
      statusText(await look(objects, { scope }), { width: 100 }).filter((line) => /^[A-Z]/.test(line));
    expect(await heads("all")).toEqual([
      "CanaryDeployment myapp   sized for 25.0 %   present 25.0 %   method replicas   namespace eu",
      "BlueGreenService shop   live blue   namespace us",
    ]);
    expect(await heads(["us"])).toEqual(["BlueGreenService shop   live blue"]);
  });

  it("names other places to look in when there is no component", async () => {
    expect(statusText(await look([]), { width: 200 })).toEqual([
      "cluster kind-dev, namespace default",
      "",
      "no CanaryDeployment and no BlueGreenService in namespace default; --namespace NAME looks in another one, --all-namespaces in all of them",
    ]);
    expect(statusText(await look([], { scope: "all" }), { width: 200 }).at(-1)).toBe(
      "no CanaryDeployment and no BlueGreenService in all namespaces",
    );
  });

  it("shows a live color without ready pods, and a Service that selects nothing", async () => {
    const objects = running(await applied(blueGreen("blue")), { "shop-blue": { ready: 0 } });
    const text = statusText(await look(objects), { width: 100 }).join("\n");
    expect(text).toContain("BlueGreenService shop   live blue, no ready pod");
    expect(text).toContain("Service    shop         ClusterIP 80 → blue 0 ready");
    const lost = objects.map((object) =>
      object.kind === "Service"
        ? { ...object, spec: { ...object.spec, selector: { color: "red" } } }
        : object,
    );
    const lostText = statusText(await look(lost), { width: 100 }).join("\n");
    expect(lostText).toContain("BlueGreenService shop   no color is live");
    expect(lostText).toContain("ClusterIP 80 → selects no side");
  });

  it("gives the reason why the traffic is not known", async () => {
    const objects = [...running(await applied(canary(25))), ...running(await applied(blueGreen("blue")))];
    const heads = async (some: typeof objects, forbidden: string[] = []) =>
      statusText(await look(some, { forbidden }), { width: 100 }).filter((line) => /^[A-Z].* {3}/.test(line));
    const unknown = [
      "CanaryDeployment myapp   sized for 25.0 %   traffic unknown   method replicas",
      "BlueGreenService shop   traffic unknown",
    ];
    expect(await heads(objects, ["services"])).toEqual(unknown);
    expect(await heads(objects, ["endpointslices"])).toEqual([
      unknown[0],
      "BlueGreenService shop   live blue",
    ]);
    // A first up that failed at a Deployment has made no Service yet.
    expect(await heads(objects.filter(({ kind }) => kind !== "Service"))).toEqual([
      "CanaryDeployment myapp   sized for 25.0 %   no Service   method replicas",
      "BlueGreenService shop   no Service",
    ]);
    const pending = running(await applied(canary(25)), {
      "myapp-stable": { ready: 0 },
      "myapp-canary": { ready: 0 },
    });
    expect(await heads(pending)).toEqual([
      "CanaryDeployment myapp   sized for 25.0 %   no ready endpoint   method replicas",
    ]);
  });

  it("keeps characters of other scripts whole", () => {
    const status: Status = {
      cluster: "größe-東京-🚀",
      namespaces: ["default"],
      components: [],
      notes: [`the program cannot be run: ${"日本語 🚀 ".repeat(12)}`],
      unread: [],
    };
    const text = statusText(status, { width: 40 }).join("\n");
    expect(text).toContain("größe-東京-🚀");
    expect(text).not.toContain("\ufffd");
    expect(text.match(/🚀/gu)).toHaveLength(13);
  });
});
