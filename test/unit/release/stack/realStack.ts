import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { findPulumi } from "../../../../src/preview/cli/pulumi.js";
import type { Stack } from "../../../../src/release/driver/ports.js";
import { openStack, type StackOptions } from "../../../../src/release/stack/openStack.js";
import { canarySpec } from "./spec.js";

/** The stack file that every project begins with. */
export const STACK_FILE = `config:
  # Percent of the connections.
  shop:canaryWeight: 0
  shop:stableVersion: v1
  shop:canaryVersion: "v2" # the next version
`;

/** With a gate, an operation of the update waits until the file `open` exists, and shows by the file `entered` that it does. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { CanaryDeployment } = require("pulumi-kubernetes-traffic");
const config = new pulumi.Config();
const canary = config.get("canaryVersion");
const versionOf = (version) => ({ version, image: "myapp:" + version });
new CanaryDeployment("myapp", {
  replicas: 3,
  weight: config.requireNumber("canaryWeight"),
  namespace: process.env.KUBECONFIG ? "default" : "web",
  timeout: 30,
  disruptionBudget: false, // its controller does not run in every cluster of the tests
  stable: versionOf(config.require("stableVersion")),
  canary: canary && versionOf(canary),
  template: { spec: { containers: [{ name: "myapp", readinessProbe: { httpGet: { path: "/", port: 80 } } }] } },
  service: { ports: [{ port: 80 }] },
});
exports.password = config.getSecret("password");
const gate = process.env.GATE;
if (gate) {
  const provider = {
    async create({ gate }) {
      const { existsSync, writeFileSync } = require("fs");
      writeFileSync(gate + "/entered", "");
      setInterval(() => existsSync(gate) || process.exit(), 500); // it outlives a CLI that is killed
      while (!existsSync(gate + "/open")) await new Promise((done) => setTimeout(done, 20));
      return { id: "gate", outs: {} };
    },
    async update() {
      return { outs: {} };
    },
  };
  class Gate extends pulumi.dynamic.Resource {}
  new Gate(provider, gate, { gate });
}
if (process.env.FAILS) throw new Error("2 of 2 pods of Deployment myapp-canary are not ready");
`;

const real = findPulumi(process.env);

/** Why these tests cannot run here. */
export const lack = real ? undefined : { need: "pulumi", remedy: "install the Pulumi CLI" };

/** A project with a stack `dev` in a backend of its own. It renders YAML, unless it gets a cluster. */
export function realProject(kubeconfig?: string) {
  const root = mkdtempSync(join(tmpdir(), "release-stack-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const place = (name: string) => {
    mkdirSync(join(root, name), { recursive: true });
    return join(root, name);
  };
  const file = join(root, "Pulumi.dev.yaml");
  writeFileSync(join(root, "Pulumi.yaml"), "name: shop\nruntime: nodejs\nmain: index.js\n");
  writeFileSync(join(root, "package.json"), '{ "name": "shop" }\n');
  writeFileSync(join(root, "index.js"), PROGRAM);
  const modules = place("node_modules");
  symlinkSync(resolve("node_modules/@pulumi"), join(modules, "@pulumi"));
  symlinkSync(resolve("."), join(modules, "pulumi-kubernetes-traffic"));
  const { KUBECONFIG: _, ...inherited } = process.env;
  const environment: NodeJS.ProcessEnv = {
    ...inherited,
    ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }),
    PATH: `${dirname(real ?? "")}${delimiter}${process.env.PATH}`,
    PULUMI_HOME: place("home"),
    PULUMI_BACKEND_URL: pathToFileURL(place("state")).href,
    PULUMI_CONFIG_PASSPHRASE: "correct horse",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const pulumi = (...args: string[]) =>
    execFileSync("pulumi", [...args, "--stack", "dev", "--non-interactive"], {
      cwd: root,
      env: environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  writeFileSync(file, STACK_FILE);
  execFileSync("pulumi", ["stack", "init", "dev", "--non-interactive"], {
    cwd: root,
    env: environment,
    stdio: "pipe",
  });
  if (!kubeconfig) pulumi("config", "set", "kubernetes:renderYamlToDirectory", place("rendered"));
  pulumi("config", "set", "--secret", "password", "hunter2");
  const options: StackOptions = { root, stack: "dev", spec: canarySpec, environment };
  return {
    root,
    file,
    options,
    pulumi,
    open: (change: Partial<StackOptions> = {}): Stack => openStack({ ...options, ...change }),
    text: () => readFileSync(file, "utf8"),
    /** A gate for one update. */
    gate() {
      const folder = mkdtempSync(join(root, "gate-"));
      return {
        environment: { ...environment, GATE: folder },
        entered: () => until(() => existsSync(join(folder, "entered"))),
        open: () => writeFileSync(join(folder, "open"), ""),
      };
    },
    /** The process that holds the stack. */
    holder(): number {
      const locks = join(root, "state/.pulumi/locks/organization/shop/dev");
      const [lock = ""] = readdirSync(locks).filter((name) => name.endsWith(".json"));
      return JSON.parse(readFileSync(join(locks, lock), "utf8")).pid;
    },
  };
}

/** Resolves when the condition holds. The time limit of the test ends it otherwise. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 50));
}
