// Plans one or more components, or the same resources registered one by one, and prints what that took.
// Arguments: "component" or "raw", the number, and for raw a file with the resources of one component.
const { readFileSync } = require("node:fs");
const kubernetes = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");
const { BlueGreenService, CanaryDeployment } = require("../../../dist/index.js");
const { planStack } = require("../../../dist/testing/index.js");

const [, , what, count, file] = process.argv;
const COMPONENTS = { CanaryDeployment, BlueGreenService };

/** The resources of one component of each kind, with "the-name" where its name is. */
const recorded = JSON.parse(readFileSync(file, "utf8"));

function component(name, { kind, args }) {
  new COMPONENTS[kind](name, structuredClone(args));
}

/** The same resources, below a component that does nothing else. */
function raw(name, recorded) {
  const { type, resources, outputs } = JSON.parse(JSON.stringify(recorded).replaceAll("the-name", name));
  const made = new Map();
  const parent = new pulumi.ComponentResource(type, name, {});
  for (const resource of resources) {
    const [, group, version, kind] = resource.type.split(/[:/]/);
    const Resource = kubernetes[group][version][kind];
    const dependsOn = resource.dependsOn.map((key) => made.get(key));
    made.set(
      resource.key,
      new Resource(resource.name, resource.inputs, { ...resource.options, parent, dependsOn }),
    );
  }
  parent.registerOutputs(outputs);
}

async function plan(number) {
  const make = what === "component" ? component : raw;
  const { resources } = await planStack({}, () => {
    for (let i = 0; i < number; i++) make(`app-${i}`, recorded[i % recorded.length]);
  });
  return resources.length;
}

async function main() {
  await plan(2); // what is loaded late
  global.gc();
  const before = process.memoryUsage().heapUsed;
  const began = performance.now();
  const registered = await plan(Number(count));
  const ms = performance.now() - began;
  global.gc();
  const bytes = process.memoryUsage().heapUsed - before;
  console.log(JSON.stringify({ ms, bytes, resources: registered }));
}

main();
