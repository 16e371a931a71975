import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ReleaseStatus } from "../../../src/release/driver/model.js";
import { spawnCommand, startCommand } from "../preview/spawn.js";
import { realProject } from "./stack/realStack.js";

/** 1 % of the requests are bad, and 20 % of those to a version that is called bad. */
const COUNTS = `
const seconds = (Date.parse(process.env.RELEASE_UNTIL) - Date.parse(process.env.RELEASE_FROM)) / 1000;
const total = Math.round(2000 * seconds);
const isBad = /bad/.test(process.env.RELEASE_CANARY_VERSION);
const counts = (rate) => ({ bad: Math.round(rate * total), total });
console.log(JSON.stringify({ canary: counts(isBad ? 0.2 : 0.01), stable: counts(0.01) }));
`;

/** Windows of a second instead of a minute. */
const EVIDENCE = `evidence:
  pods: false # the objects are only rendered as YAML
  window: 1s
  warmUp: 0s
  indicators:
    - { name: errors, command: "'${process.execPath}' counts.js", window: 1s, lag: 0s, ceiling: 10% }
`;

const BLUE_GREEN = `
const pulumi = require("@pulumi/pulumi");
const { BlueGreenService } = require("pulumi-kubernetes-traffic");
const config = new pulumi.Config();
new BlueGreenService("shop", {
  replicas: 2,
  namespace: "web",
  activeColor: config.require("activeColor"),
  standbyReplicas: config.requireNumber("standbyReplicas"),
  colors: { blue: { version: "v1", image: "shop:v1" }, green: { version: config.require("green"), image: "shop:green" } },
  disruptionBudget: false,
  template: { spec: { containers: [{ name: "shop", readinessProbe: { httpGet: { path: "/", port: 80 } } }] } },
  service: { ports: [{ port: 80 }] },
});
`;

/** A project whose old version is deployed, and the built command for it. */
function project(release: string, program?: string, config: Readonly<Record<string, string>> = {}) {
  const { root, file, pulumi, options, text } = realProject();
  const write = (name: string, content: string) => writeFileSync(join(root, name), content);
  write("counts.js", COUNTS);
  write("release.yaml", `${release}${EVIDENCE}`);
  if (program !== undefined) write("index.js", program);
  for (const [key, value] of Object.entries(config)) pulumi("config", "set", key, value);
  pulumi("up", "--yes", "--skip-preview");
  const args = (words: string) => {
    const isOfProject = !words.startsWith("replay ");
    return ["release", ...words.split(" "), ...(isOfProject ? ["--cwd", root] : [])];
  };
  const run = (words: string) => spawnCommand(args(words), options.environment);
  return {
    root,
    file,
    release: run,
    start: (words: string) => startCommand(args(words), options.environment),
    status: async () => JSON.parse((await run("status --json")).stdout) as ReleaseStatus,
    /** The config values in the stack's file. */
    config: (): Record<string, unknown> => parse(text()).config,
    /** Calls `release step` as a schedule does, until it ends with another code than 3. */
    steps: async (words = "step"): Promise<(number | null)[]> => {
      const codes: (number | null)[] = [];
      do codes.push((await run(words)).code);
      while (codes.at(-1) === 3 && codes.length < 60);
      return codes;
    },
  };
}

/** A canary release from v1 to another version. */
export function canaryProject(to: string) {
  const release = `component: myapp
config: { weight: canaryWeight, stable: stableVersion, canary: canaryVersion }
steps: [50, { weight: 100, atLeast: 0s }]
`;
  return project(release, undefined, { canaryVersion: to });
}

/** A blue-green release from v1 to another version. */
export function blueGreenProject(to: string) {
  const release = `component: shop
config: { color: activeColor, standby: standbyReplicas }
steps: [{ preview: { replicas: 2 } }, flip, { bake: 3s }, retire]
`;
  return project(release, BLUE_GREEN, { activeColor: "blue", standbyReplicas: "0", green: to });
}
