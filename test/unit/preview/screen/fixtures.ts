import type { Report, ReportedObject, ReportedResource } from "../../../../src/preview/report/report.js";

export const resource = (name: string, more: Partial<ReportedResource> = {}): ReportedResource => ({
  urn: `urn:pulumi:s::p::t::${name}`,
  type: "kubernetes:core/v1:ConfigMap",
  name,
  parent: undefined,
  is: "resource",
  ...more,
});
export const object = (name: string, more: Partial<ReportedObject> = {}): ReportedObject => ({
  urn: `urn:pulumi:s::p::t::${name}`,
  apiVersion: "v1",
  kind: "ConfigMap",
  cluster: "default",
  namespace: undefined,
  name,
  change: "same",
  fields: [],
  waitsFor: [],
  waitsForUrns: [],
  file: `1-manifest/${name}.yaml`,
  document: {},
  missing: { computed: [], secrets: [] },
  ...more,
});
export const report = (more: Partial<Report>): Report => ({
  project: "p",
  stack: "s",
  traffic: [],
  objects: [],
  deleted: [],
  resources: [],
  messages: [],
  refusals: [],
  unsupported: [],
  outputs: {},
  first: false,
  ...more,
});
