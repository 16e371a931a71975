import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlueGreenService, CanaryDeployment } from "../../src/index.js";
import { nameOf, typeOf } from "../../src/preview/engine/urn.js";
import type { PlannedResource } from "../../src/preview/index.js";
import { planStack } from "../../src/testing/index.js";
import { blueGreenArgs, canaryArgs } from "../support/args.js";

/** A component, and the resources that it registers, with PLACEHOLDER where its name is. */
export interface RecordedComponent {
  readonly kind: "CanaryDeployment" | "BlueGreenService";
  readonly args: object;
  readonly type: string;
  readonly outputs: object;
  readonly resources: readonly {
    readonly key: string;
    readonly type: string;
    readonly name: string;
    readonly inputs: object;
    readonly dependsOn: readonly string[];
    readonly options: object;
  }[];
}

const COMPONENTS = { CanaryDeployment, BlueGreenService };
/** The name of a recorded component. */
const PLACEHOLDER = "the-name";

/** Gives `use` a file of what a program without components must register to make the same objects, and removes it. */
export async function withRecorded<T>(use: (file: string) => T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const file = join(folder, "resources.json");
    writeFileSync(file, JSON.stringify(await recordComponents()));
    return use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One component of each kind. */
export async function recordComponents(): Promise<RecordedComponent[]> {
  return [
    await recorded("CanaryDeployment", canaryArgs()),
    await recorded("BlueGreenService", blueGreenArgs()),
  ];
}

async function recorded(kind: RecordedComponent["kind"], args: object): Promise<RecordedComponent> {
  const { kubernetes, resources: registered } = await planStack({}, () => {
    new COMPONENTS[kind](PLACEHOLDER, structuredClone(args) as never);
  });
  const keyOf = (urn: string) => `${typeOf(urn)} ${nameOf(urn)}`;
  const component = registered.find(({ custom, name }) => !custom && name === PLACEHOLDER);
  const resources = kubernetes.map((object) => {
    const { type, name, inputs, options } = registered.find(
      ({ urn }) => urn === object.urn,
    ) as PlannedResource;
    return {
      ...{ key: keyOf(object.urn), type, name, inputs },
      dependsOn: (options.dependsOn ?? []).map(keyOf),
      options: { customTimeouts: options.customTimeouts, ignoreChanges: options.ignoreChanges },
    };
  });
  return { kind, args, type: component?.type ?? "", outputs: component?.outputs ?? {}, resources };
}
