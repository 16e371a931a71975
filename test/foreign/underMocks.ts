import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { parseAllDocuments } from "yaml";

// Runs the programs in the given folders under Pulumi's own mocks, one after another, and prints the inputs of their
// Kubernetes objects as JSON: by folder, then by type and name.

type Inputs = Record<string, unknown>;

// The SDK separates programs of one process with it, and does not declare its type.
const { withLocalStorage } = state as unknown as {
  withLocalStorage<T>(callback: () => Promise<T>): Promise<T>;
};

function inputsOf(directory: string): Promise<Record<string, Inputs>> {
  process.chdir(directory);
  return withLocalStorage(async () => {
    const objects: Record<string, Inputs> = {};
    const newResource = ({ type, name, inputs, custom }: pulumi.runtime.MockResourceArgs) => {
      if (custom && inputs.kind) objects[`${type} ${name}`] = inputs;
      return { id: `${name}-id`, state: inputs };
    };
    await pulumi.runtime.setMocks({ newResource, call: answer }, "foreign", "dev", true);
    await pulumi.runtime.runInPulumiStack(async () => {
      const { default: main } = await import(pathToFileURL(join(directory, entryOf(directory))).href);
      return typeof main === "function" ? main() : {};
    });
    await pulumi.runtime.disconnect();
    return objects;
  });
}

function answer({ token, inputs }: pulumi.runtime.MockCallArgs) {
  if (token !== "kubernetes:yaml:decode") return {};
  return { result: parseAllDocuments(inputs.text).map((document) => document.toJS()) };
}

function entryOf(directory: string): string {
  const { main } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as { main?: string };
  return main ?? ["index.ts", "index.js"].find((file) => existsSync(join(directory, file))) ?? ".";
}

void (async () => {
  const all: Record<string, unknown> = {};
  for (const directory of process.argv.slice(2)) all[directory] = await inputsOf(directory);
  process.stdout.write(JSON.stringify(all));
})();
