import { expect, it } from "vitest";
import { missingTexts } from "../../../../src/preview/screen/missingText.js";
import { object, report } from "./fixtures.js";

const lacking = (name: string, computed: readonly string[], secrets: readonly string[] = []) =>
  object(name, { missing: { computed, secrets } });

it("has no line when no value is missing", () => {
  expect(missingTexts(report({ objects: [object("m")] }))).toEqual([]);
});

it("names the values of each kind, and counts what is too much for a line", () => {
  const many = ["a", "b", "c", "d", "e", "f", "g"].map((name) => lacking(name, ["data.x"]));
  const objects = [lacking("m", ["d.1", "d.2", "d.3", "d.4", "d.5"], ["data.key"]), ...many];
  expect(missingTexts(report({ objects }))).toEqual([
    "8 objects have values that only an update knows, so their files have <computed> there and are not in kustomization.yaml: " +
      "ConfigMap m (d.1, d.2, d.3, 2 more), ConfigMap a (data.x), ConfigMap b (data.x), ConfigMap c (data.x), ConfigMap d (data.x), 3 more",
    "1 object has secrets, so its file has <secret> there and is not in kustomization.yaml (--show-secrets writes them): ConfigMap m (data.key)",
  ]);
});

it("leaves out an object without a file, which has its own line", () => {
  const nameless = object("m", { file: undefined, missing: { computed: ["metadata.name"], secrets: [] } });
  expect(missingTexts(report({ objects: [nameless] }))).toEqual([]);
});
