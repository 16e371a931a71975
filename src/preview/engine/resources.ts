import type { Properties } from "./values.js";

/** A resource that a program registered or read, as the engine would record it. */
export interface PlannedResource {
  /** The URN that the engine assigns. */
  readonly urn: string;
  /** Type token: `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Pulumi's name for it. Its name in the cluster may differ. */
  readonly name: string;
  /** URN of the parent. Undefined for the stack itself and for a resource without a parent. */
  readonly parent: string | undefined;
  /** True for a resource that a provider manages, false for components and the stack. */
  readonly custom: boolean;
  /** True for a component that a provider builds (yaml/v2, Chart v4). Its children are not in this plan. */
  readonly remote: boolean;
  /** True for a resource that is only read: `.get` and stack references. */
  readonly read: boolean;
  /** The inputs after transforms, with the fields that the provider fills in. */
  inputs: Properties;
  /** The outputs that a component, or the stack, registered. */
  outputs: Properties | undefined;
  /** URNs of the resources it waits for: `dependsOn`, and the resources that its inputs come from. */
  readonly dependencies: readonly string[];
  /** URNs of the resources that each input comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Reference to the explicit provider, `<urn>::<id>`. Undefined with the default provider. */
  readonly provider: string | undefined;
  /** The resource options that are set. */
  readonly options: PlannedOptions;
}

/** Resource options as they reach the engine. An option that is not set is absent. */
export interface PlannedOptions {
  /** URNs of the resources it waits for. A component counts as its children. */
  readonly dependsOn?: readonly string[];
  /** Earlier identities: a URN, or the parts that differ from the present identity. */
  readonly aliases?: readonly (string | PlannedAlias)[];
  readonly customTimeouts?: Readonly<Record<string, string>>;
  readonly deleteBeforeReplace?: boolean;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly import?: string;
  readonly version?: string;
  readonly deletedWith?: string;
  readonly replaceWith?: readonly string[];
  /** References to the providers that a component passes to its children, by package. */
  readonly providers?: Readonly<Record<string, string>>;
  /** Names of the hooks by event: `beforeUpdate`, `onError`. Hooks never run here. */
  readonly hooks?: Readonly<Record<string, readonly string[]>>;
}

/** An alias that gives only the parts that differ from the present identity. */
export interface PlannedAlias {
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  readonly parent?: string;
  readonly noParent?: boolean;
}

/** A message that the program logged. */
export interface PlannedMessage {
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
  /** URN of the resource that the message is about. Undefined when it is about none. */
  readonly urn: string | undefined;
}
