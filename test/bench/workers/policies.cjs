// Judges the objects of many components, by the policies or by as many that check nothing, and prints what each 100 objects
// took. Arguments: "ours" or "nothing", the number of components, and a file with one component of each kind.
const { readFileSync } = require("node:fs");
const { checkPolicies, planStack } = require("../../../dist/testing/index.js");
const { trafficPolicies } = require("../../../dist/policies/index.js");
const { register } = require("./register.cjs");

const [, , what, count, file] = process.argv;
const recorded = JSON.parse(readFileSync(file, "utf8"));

const nothing = ({ name, description, enforcementLevel, validateStack }) => ({
  ...{ name, description, enforcementLevel },
  ...(validateStack ? { validateStack() {} } : { validateResource() {} }),
});

const planned = (number) => planStack({}, () => register("component", number, recorded));

async function main() {
  const policies = what === "ours" ? trafficPolicies() : trafficPolicies().map(nothing);
  const plan = await planned(Number(count));
  await checkPolicies(await planned(2), policies); // what is loaded late
  const objects = plan.kubernetes.length;
  const began = performance.now();
  const violations = await checkPolicies(plan, policies);
  const ms = (performance.now() - began) * (100 / objects);
  if (violations.length > 0) throw new Error(`${violations.length} violations: ${violations[0].message}`);
  console.log(JSON.stringify({ ms, bytes: 0 }));
}

main();
