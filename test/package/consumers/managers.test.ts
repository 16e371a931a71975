// The package managers that users have, with the newest peers on the newest Node.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { expectPlans, install, LOCKED, makeProject, NEWEST, nodes, prepare, QUIET } from "./consumer.js";

let at: ReturnType<typeof prepare>;
beforeAll(() => {
  at = prepare({ ...nodes(20, 24), pnpm: "10", "yarn-classic": "npm:yarn@1", "@yarnpkg/cli-dist": "4" });
});
afterAll(() => rmSync(at.directory, { recursive: true, force: true }));

const YARN_4 = "@yarnpkg/cli-dist/bin/yarn.js";
const node = () => at.tools.node(24);

test.each([
  { name: "npm", command: () => ["npm", "install", "--ignore-scripts", ...QUIET] },
  { name: "pnpm", command: () => [node(), at.tools.file("pnpm/bin/pnpm.cjs"), "install"] },
  { name: "yarn 1", command: () => [node(), at.tools.file("yarn-classic/bin/yarn.js"), "install"] },
  {
    name: "yarn 4 with node_modules",
    command: () => [node(), at.tools.file(YARN_4), "install"],
    env: { YARN_NODE_LINKER: "node-modules" },
  },
  {
    name: "yarn 4 with Plug'n'Play",
    command: () => [node(), at.tools.file(YARN_4), "install"],
    env: { YARN_NODE_LINKER: "pnp" },
    program: () => [node(), at.tools.file(YARN_4), "node"],
  },
])("$name installs the package without a warning, and programs plan", ({ name, command, env, program }) => {
  const dependencies = { ...NEWEST, "pulumi-kubernetes-traffic": `file:${at.tarball}` };
  const project = makeProject(join(at.directory, name.replace(/\W/g, "-")), dependencies);
  // Without a lockfile, yarn 4 would take a package.json that lies in the temporary folder for the project's root.
  if (name.startsWith("yarn 4")) writeFileSync(join(project, "yarn.lock"), "");
  // In CI, yarn 4 refuses by default to write a lockfile.
  const environment = { node: node(), env: { ...env, YARN_ENABLE_IMMUTABLE_INSTALLS: "false" } };
  install(project, command(), environment);
  expectPlans(project, program?.() ?? [node()], environment);
});

// docs/troubleshooting.md. The provider's package depends on the SDK, for which yarn 1 takes the newest version.
test("yarn 1 on Node 20 installs one SDK when resolutions name it", () => {
  const resolutions = { "@pulumi/pulumi": LOCKED["@pulumi/pulumi"] };
  const dependencies = { ...LOCKED, "pulumi-kubernetes-traffic": `file:${at.tarball}` };
  const project = makeProject(join(at.directory, "yarn-1-node-20"), dependencies, { resolutions });
  const environment = { node: at.tools.node(20) };
  install(project, [at.tools.node(20), at.tools.file("yarn-classic/bin/yarn.js"), "install"], environment);
  expectPlans(project, [at.tools.node(20)], environment);
});
