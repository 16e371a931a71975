const { readFileSync } = require("node:fs");
const { ComponentResource, Config, CustomResource } = require("@pulumi/pulumi");
const components = require("../../../dist/index.js");
const { version } = require("@pulumi/kubernetes/package.json");

// The recorded resources, as an earlier version has registered them, or the programs with the components of this version.
const { resources, programs } = JSON.parse(readFileSync(new Config().require("file"), "utf8"));

const recorded = new Map((resources ?? []).map((resource) => [resource.urn, resource]));
const registered = new Map();

function register(urn) {
  if (!registered.has(urn)) registered.set(urn, make(recorded.get(urn)));
  return registered.get(urn);
}

function make({ type, name, parent, custom, inputs, outputs, options }) {
  const all = {
    ...options,
    parent: recorded.has(parent) ? register(parent) : undefined, // otherwise the stack
    dependsOn: (options.dependsOn ?? []).map(register),
  };
  if (custom) return new CustomResource(type, name, inputs, { ...all, version });
  const component = new ComponentResource(type, name, inputs, all);
  component.registerOutputs(outputs);
  return component;
}

for (const urn of recorded.keys()) register(urn);
for (const { component, name, args } of programs ?? []) new components[component](name, args);
