import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { KubeProxyConfig } from "../../../../src/index.js";
import { planInProcess } from "../../../../src/preview/engine/inProcess.js";
import type { PlannedResource } from "../../../../src/preview/engine/resources.js";
import { keyOf, writeRendered } from "../../../../src/preview/report/renderFolder.js";
import { filesOf, makeReport } from "../../../../src/preview/report/report.js";
import { countText } from "../../../../src/preview/screen/counts.js";
import { reportText } from "../../../../src/preview/screen/text.js";
import { temporaryDirectory } from "../support.js";

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

describe("a kube-proxy patch, whose file in the cluster an offline preview cannot read", () => {
  it("is written with a warning, and kubectl apply -k does not reach it", async () => {
    const identity = { project: "p", stack: "s", organization: "o", preview: true, config: {} };
    const monitor = await planInProcess(
      identity,
      () => void new KubeProxyConfig("kube-proxy", { mode: "nftables" }),
    );
    const report = makeReport({ project: "p", stack: "s", monitor, showSecrets: false, previous: undefined });
    const directory = temporaryDirectory();
    writeRendered(directory, filesOf(report));
    const file = join(directory, "1-manifest", "v1-configmap-kube-system-kube-proxy.yaml");
    expect(readFileSync(file, "utf8")).toMatch(
      /^# Do not apply this file: only an update knows data\["config\.conf"\], metadata\.annotations\n/,
    );
    const list = readFileSync(join(directory, "kustomization.yaml"), "utf8");
    expect(parse(list).resources).toEqual([]);
  });
});
