import { describe, expect, it } from "vitest";
import type { Report, ReportedObject } from "../../../../src/preview/report/report.js";
import { countText } from "../../../../src/preview/screen/counts.js";
import { object, report } from "./fixtures.js";

describe("countText", () => {
  const objects = (...changes: ReportedObject["change"][]) =>
    changes.map((change, at) => object(`o${at}`, { change }));
  const gone = [{ kind: "Service", cluster: "default", namespace: undefined, name: "gone", file: "f" }];
  it.each<[string, Partial<Report>]>([
    ["no Kubernetes objects", {}],
    ["2 objects to create", { first: true, objects: objects("create", "create") }],
    ["nothing changes, 1 object stays", { objects: objects("same") }],
    ["1 object changes, 2 stay", { objects: objects("change", "same", "same") }],
    [
      "1 object to create, 2 objects change, 1 object to delete",
      { objects: objects("create", "change", "change"), deleted: gone },
    ],
  ])("counts: %j", (text, more) => {
    expect(countText(report(more))).toBe(text);
  });
});
