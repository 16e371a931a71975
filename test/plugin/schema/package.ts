import manifest from "../../../package.json";
import { COMPONENT_TYPES, type ComponentKind } from "../../../src/contract/names.js";
import { descriptionOf } from "./descriptions.js";
import { KUBERNETES_VERSION } from "./kubernetes.js";
import { declarationOf, type Program, readProgram } from "./program.js";
import type { ComponentSpec } from "./spec.js";
import { Types } from "./types.js";

/**
 * What a component gives to programs in other languages. A route and a patch have no type there, because their types depend
 * on the arguments.
 */
const OUTPUTS: Readonly<Record<ComponentKind, readonly string[]>> = {
  CanaryDeployment: ["service", "additionalServices", "stable", "canary", "plan"],
  BlueGreenService: ["service", "additionalServices", "deployments", "previewService", "activeColor"],
  KubeProxyConfig: [
    ...["configText", "configHash", "mode", "scheduler"],
    ...["previousMode", "previousScheduler", "changed"],
  ],
};

const PREFIX = `${manifest.name}:index:`;
const LOWEST_PULUMI = manifest.peerDependencies["@pulumi/pulumi"].replace("^", "");

/** The schema of the package for programs in other languages, from the types of the TypeScript components. */
export function packageSchema(): object {
  const program = readProgram();
  const types = new Types(program, PREFIX);
  const kinds = Object.keys(COMPONENT_TYPES) as ComponentKind[];
  const resources = Object.fromEntries(
    kinds.map((kind) => [COMPONENT_TYPES[kind], component(kind, program, types)]),
  );
  return {
    name: manifest.name,
    version: manifest.version,
    displayName: "Kubernetes Traffic",
    description: manifest.description,
    keywords: manifest.keywords,
    license: manifest.license,
    language: LANGUAGES,
    types: types.referenced(resources),
    resources,
  };
}

function component(kind: ComponentKind, program: Program, types: Types): ComponentSpec {
  const self = program.exported(kind);
  const args = types.propertiesOf(program.exported(`${kind}Args`), "input");
  const description = descriptionOf(declarationOf(self));
  return {
    ...(description && { description }),
    isComponent: true,
    ...types.propertiesOf(self, "output", OUTPUTS[kind]),
    inputProperties: args.properties,
    requiredInputs: args.required,
  };
}

/** What generated SDKs are called, and what they need. */
const LANGUAGES = {
  nodejs: {
    dependencies: {
      "@pulumi/pulumi": `^${LOWEST_PULUMI}`,
      "@pulumi/kubernetes": `^${KUBERNETES_VERSION}`,
    },
    respectSchemaVersion: true,
  },
  python: {
    packageName: "pulumi_kubernetes_traffic",
    requires: {
      pulumi: `>=${LOWEST_PULUMI},<4.0.0`,
      "pulumi-kubernetes": `>=${KUBERNETES_VERSION},<5.0.0`,
    },
    pyproject: { enabled: true },
    respectSchemaVersion: true,
  },
  go: { respectSchemaVersion: true },
  csharp: {
    packageReferences: { Pulumi: "3.*", "Pulumi.Kubernetes": "4.*" },
    respectSchemaVersion: true,
  },
  java: {
    buildFiles: "gradle",
    dependencies: { "com.pulumi:kubernetes": KUBERNETES_VERSION },
  },
};
