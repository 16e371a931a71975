// Judges the objects of many canaries, by the policies or by as many that check nothing, and prints what each 100 objects
// took. Arguments: "ours" or "nothing", and the number of canaries.
const { CanaryDeployment } = require("../../../dist/index.js");
const { checkPolicies, planStack } = require("../../../dist/testing/index.js");
const { trafficPolicies } = require("../../../dist/policies/index.js");

const [, , what, count] = process.argv;

const nothing = ({ name, description, enforcementLevel, validateStack }) => ({
  ...{ name, description, enforcementLevel },
  ...(validateStack ? { validateStack() {} } : { validateResource() {} }),
});

const planned = (number) =>
  planStack({}, () => {
    for (let i = 0; i < number; i++) {
      new CanaryDeployment(`app-${i}`, {
        replicas: 10,
        weight: 50,
        stable: { version: "v1", image: "app:1" },
        canary: { version: "v2", image: "app:2" },
        template: {
          spec: { containers: [{ name: "app", readinessProbe: { httpGet: { path: "/", port: 80 } } }] },
        },
        service: { ports: [{ port: 80 }] },
      });
    }
  });

async function main() {
  const policies = what === "ours" ? trafficPolicies() : trafficPolicies().map(nothing);
  const plan = await planned(Number(count));
  await checkPolicies(await planned(2), policies); // what is loaded late
  const objects = plan.resources.filter(({ type }) => type.startsWith("kubernetes:")).length;
  const began = performance.now();
  const violations = await checkPolicies(plan, policies);
  const ms = (performance.now() - began) * (100 / objects);
  if (violations.length > 0) throw new Error(`${violations.length} violations: ${violations[0].message}`);
  console.log(JSON.stringify({ ms, bytes: 0 }));
}

main();
