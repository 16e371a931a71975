// Registers components, or the same resources without them. `recorded` has one component of each kind, with "the-name" where
// its name is.
exports.register = (what, number, recorded) => {
  const make = what === "component" ? components() : raw();
  for (let i = 0; i < number; i++) make(`app-${i}`, recorded[i % recorded.length]);
};

function components() {
  const library = require("../../../dist/index.js");
  return (name, { kind, args }) => new library[kind](name, structuredClone(args));
}

/** The same resources, below a component that does nothing else. */
function raw() {
  const kubernetes = require("@pulumi/kubernetes");
  const { ComponentResource } = require("@pulumi/pulumi");
  return (name, recorded) => {
    const { type, args, resources, outputs } = JSON.parse(
      JSON.stringify(recorded).replaceAll("the-name", name),
    );
    const made = new Map();
    const parent = new ComponentResource(type, name, args);
    for (const { key, type: own, name: ownName, inputs, options, dependsOn } of resources) {
      const [, group, version, kind] = own.split(/[:/]/);
      const given = { ...options, parent, dependsOn: dependsOn.map((one) => made.get(one)) };
      made.set(key, new kubernetes[group][version][kind](ownName, inputs, given));
    }
    parent.registerOutputs(outputs);
  };
}
