import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { MINIMAL_RELEASE } from "../../../src/release/spec/readReleaseSpec.js";
import { RELEASE_SCHEMA } from "../../../src/release/spec/schema.js";
import { blueGreen, WHOLE } from "../../unit/release/spec/files.js";
import { root } from "../pages.js";

it("schemas/release.schema.json is what `npm run docs:text` writes", async () => {
  const text = `${JSON.stringify(RELEASE_SCHEMA, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(join(root, "schemas/release.schema.json"));
});

it("the schema is one, and accepts the documented release", () => {
  const ajv = new Ajv({ strict: false });
  expect(ajv.validateSchema(RELEASE_SCHEMA)).toBe(true);
  const validate = ajv.compile(RELEASE_SCHEMA);
  const accepts = (text: string) => validate(parse(text)) || validate.errors;
  expect(accepts(WHOLE)).toBe(true);
  expect(accepts(MINIMAL_RELEASE)).toBe(true);
  expect(
    accepts(blueGreen("steps: [{ preview: 3 }, { flip: { approve: true } }, { bake: 10m }, retire]")),
  ).toBe(true);
});
