import { describe, expect, it } from "vitest";
import { brokenImage } from "./accidents.js";
import { blueGreen, canary } from "./apps.js";
import { atHome } from "./foreign.js";
import { releases } from "./releases.js";

const foreign = { address: "node", images: ["mirror/app:1", "mirror/app:2"] as const };

describe("atHome", () => {
  it("gives both versions their images and the Service a NodePort", () => {
    const shop = blueGreen("shop", "", { active: "blue" }).app;
    expect(atHome(foreign, shop).args).toMatchObject({
      colors: { blue: { image: "mirror/app:1" }, green: { image: "mirror/app:2" } },
      service: { type: "NodePort", ports: [{ port: 80 }] },
      activeColor: "blue",
    });
    const web = canary("web", "", { weight: 10 }).app;
    expect(atHome(foreign, web).args).toMatchObject({
      ...{ stable: { image: "mirror/app:1" }, canary: { image: "mirror/app:2" }, weight: 10 },
      service: { type: "NodePort" },
    });
  });

  it("meets every app of the scenarios: only the image that nobody has stays", () => {
    const apps = [releases(2), brokenImage].flatMap(({ first, steps }) => [
      ...first,
      ...steps.flatMap(({ changes }) => changes.map(({ app }) => app)),
    ]);
    const text = JSON.stringify(apps.map((app) => atHome(foreign, app)));
    const images = new Set([...text.matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image));
    expect(images).toEqual(new Set(["mirror/app:1", "mirror/app:2", "test/missing:v3"]));
  });
});
