import { BlueGreenService, CanaryDeployment } from "../../src/index.js";
import { nameOf, typeOf } from "../../src/preview/engine/urn.js";
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

/** What a program without components must register to make the same objects. */
export async function recordComponents(): Promise<RecordedComponent[]> {
  return [
    await recorded("CanaryDeployment", canaryArgs()),
    await recorded("BlueGreenService", blueGreenArgs()),
  ];
}

async function recorded(kind: RecordedComponent["kind"], args: object): Promise<RecordedComponent> {
  const plan = await planStack({}, () => {
    new COMPONENTS[kind](PLACEHOLDER, structuredClone(args) as never);
  });
  const keyOf = (urn: string) => `${typeOf(urn)} ${nameOf(urn)}`;
  const children = plan.resources.filter(({ custom }) => custom);
  const component = plan.resources.find(({ custom, name }) => !custom && name === PLACEHOLDER);
  // A resource comes behind those that it depends on.
  const ordered = [...children].sort((a, b) => depthOf(a.urn) - depthOf(b.urn));
  function depthOf(urn: string): number {
    const dependsOn = children.find((child) => child.urn === urn)?.options.dependsOn ?? [];
    return dependsOn.length === 0 ? 0 : 1 + Math.max(...dependsOn.map(depthOf));
  }
  const resources = ordered.map(({ urn, type: own, name, inputs, options }) => ({
    ...{ key: keyOf(urn), type: own, name, inputs },
    dependsOn: (options.dependsOn ?? []).map(keyOf),
    options: { customTimeouts: options.customTimeouts, ignoreChanges: options.ignoreChanges },
  }));
  return { kind, args, type: component?.type ?? "", outputs: component?.outputs ?? {}, resources };
}
