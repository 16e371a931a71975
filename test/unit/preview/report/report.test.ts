import { expect, it } from "vitest";
import type { PlannedResource } from "../../../../src/preview/engine/resources.js";
import { keyOf } from "../../../../src/preview/report/renderFolder.js";
import { filesOf, makeReport } from "../../../../src/preview/report/report.js";
import { countText } from "../../../../src/preview/screen/counts.js";
import { reportText } from "../../../../src/preview/screen/text.js";

const resource = (kind: string, type: string): PlannedResource => ({
  urn: `urn:pulumi:s::p::${type}::${kind}`,
  type,
  name: kind,
  parent: undefined,
  custom: true,
  remote: false,
  read: false,
  inputs: { apiVersion: "v1", kind, metadata: { name: "kube-proxy" }, data: {} },
  outputs: undefined,
  dependencies: [],
  propertyDependencies: {},
  provider: undefined,
  options: {},
});

it("shows a patch as a change of an existing object", () => {
  const resources = [
    resource("ConfigMap", "kubernetes:core/v1:ConfigMapPatch"),
    resource("Secret", "kubernetes:core/v1:Secret"),
  ];
  const monitor = { resources, messages: [], unsupported: new Set<string>() };
  const report = makeReport({ project: "p", stack: "s", monitor, showSecrets: false, previous: undefined });
  expect(reportText(report, { width: 80 }).slice(1)).toEqual([
    "~ ConfigMap       kube-proxy",
    "+ Secret          kube-proxy",
  ]);
  expect(countText(report)).toBe("1 object to create, 1 object changes");
  const previous = new Map(
    filesOf(report).map((file) => [
      keyOf(file),
      { cluster: file.cluster, file: file.path, document: file.document },
    ]),
  );
  const again = makeReport({ project: "p", stack: "s", monitor, showSecrets: false, previous });
  expect(countText(again)).toBe("nothing changes, 2 objects stay");
});
