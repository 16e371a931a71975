// Each Node with the lowest and the newest peers that run on it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import {
  expectPlans,
  install,
  LOCKED,
  LOWEST,
  makeProject,
  NEWEST,
  nodes,
  prepare,
  QUIET,
} from "./consumer.js";

let at: ReturnType<typeof prepare>;
beforeAll(() => {
  at = prepare(nodes(20, 22, 24));
});
afterAll(() => rmSync(at.directory, { recursive: true, force: true }));

describe.each([
  { name: "the lowest peers", peers: LOWEST, majors: [20, 22, 24] },
  { name: "the newest peers for Node 20", peers: LOCKED, majors: [20] },
  { name: "the newest peers", peers: NEWEST, majors: [22, 24] },
])("with $name", ({ name, peers, majors }) => {
  let project: string;
  beforeAll(() => {
    const dependencies = { ...peers, "pulumi-kubernetes-traffic": `file:${at.tarball}` };
    project = makeProject(join(at.directory, name.replaceAll(" ", "-")), dependencies);
    // The lowest Node of the row: it gets the most warnings about engines.
    const environment = { node: at.tools.node(majors[0]) };
    install(project, ["npm", "install", "--ignore-scripts", ...QUIET], environment);
  });

  test.each(majors)("programs plan on Node %d", (major) => {
    expectPlans(project, [at.tools.node(major)]);
  });
});
