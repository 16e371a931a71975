// Plans components, or the same resources without them, and prints what that took.
// Arguments: "component" or "raw", the number, and a file with one component of each kind.
const { readFileSync } = require("node:fs");
const { planStack } = require("../../../dist/testing/index.js");
const { register } = require("./register.cjs");

const [, , what, count, file] = process.argv;
const recorded = JSON.parse(readFileSync(file, "utf8"));

async function plan(number) {
  const { resources } = await planStack({}, () => register(what, number, recorded));
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
