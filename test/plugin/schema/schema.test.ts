import { join } from "node:path";
import { expect, it } from "vitest";
import { packageSchema } from "./package.js";

it("plugin/schema.json is what the TypeScript components are; `npm run schema` writes it", async () => {
  const text = `${JSON.stringify(packageSchema(), undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(join(__dirname, "../../../plugin/schema.json"));
});
