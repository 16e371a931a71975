import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Stack } from "../../../src/release/driver/ports.js";
import { isStale, locksOnDisk } from "../../../src/release/stack/locks.js";
import { openStack } from "../../../src/release/stack/openStack.js";
import { sleep } from "../commands.js";
import { environmentOf, PulumiStack } from "../drive/cli.js";
import { say } from "../say.js";
import { type CliAccidents, PROJECT, STACK } from "./cliKills.js";
import type { HarnessStack, StackOf } from "./harnessStack.js";

const PROGRAM = join(import.meta.dirname, "..", "program", "release.cjs");

/** A stack of the real Pulumi CLI, by the port that `release run` has, with its backend in the stack's folder. */
export function pulumiStack({ released, place, spec }: StackOf, accidents?: CliAccidents): HarnessStack {
  const root = join(place.folder, "project");
  const state = join(place.folder, "pulumi");
  const file = join(root, `Pulumi.${STACK}.yaml`);
  const env = { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" };
  const cliPlace = { pulumi: "pulumi", project: root, state, kubeconfig: place.kubeconfig, env };
  const cli = new PulumiStack(cliPlace);
  const options = { root, stack: STACK, spec, environment: environmentOf(cliPlace) };
  const locks = () => locksOnDisk(options.environment.PULUMI_BACKEND_URL ?? "", PROJECT, STACK);
  const change = (changes: Readonly<Record<string, unknown>>) => {
    const { config, ...others } = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
    const named = Object.entries(changes).map(([key, value]) => [
      key.includes(":") ? key : `${PROJECT}:${key}`,
      value,
    ]);
    writeFileSync(file, stringify({ ...others, config: { ...config, ...Object.fromEntries(named) } }));
  };
  let stack: Stack | undefined;
  // Opened late, because the project is not there before `begin`.
  const opened = () => {
    stack ??= accidents
      ? accidents.of((onOutput) => openStack({ ...options, onOutput }), locks)
      : openStack(options);
    return stack;
  };
  return {
    name: STACK,
    read: () => opened().read(),
    up: (...args) => opened().up(...args),
    configure: change,
    begin: async (config) => {
      mkdirSync(root, { recursive: true });
      const runtime = { name: "nodejs", options: { typescript: false } };
      writeFileSync(join(root, "Pulumi.yaml"), stringify({ name: PROJECT, runtime, main: PROGRAM }));
      await cli.init();
      change({ "kubernetes:namespace": place.namespace, released, ...config });
      await cli.mustRun("up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", STACK);
    },
    recover: async () => {
      await sleep(1000); // until a process that was killed is gone
      const left = locks();
      if (left.length === 0 || !left.every((lock) => isStale(lock))) return;
      removeEmpty(join(state, "backend", ".pulumi", "stacks", PROJECT));
      await cli.mustRun("cancel", "--yes", "--stack", STACK);
    },
    destroy: async () => {
      await cli.mustRun("destroy", "--yes", "--skip-preview", "--suppress-outputs", "--stack", STACK);
    },
  };
}

/** A kill can leave the attributes of a file empty. The file is whole, and does not need them. */
function removeEmpty(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (!name.endsWith(".attrs") || statSync(file).size > 0) continue;
    say(`  the kill has left ${name} empty`);
    rmSync(file);
  }
}
