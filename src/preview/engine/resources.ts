import type { Properties } from "./values.js";

/** What a program asked Pulumi for, as the engine would record it. */
export interface PlannedResource {
  /** The URN that the engine gives it. */
  readonly urn: string;
  /** Type token: `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Pulumi's name of it, which need not be its name in the cluster. */
  readonly name: string;
  /** URN of the parent; undefined for the stack and for what stands beside it. */
  readonly parent: string | undefined;
  /** True for what a provider manages, false for components and the stack. */
  readonly custom: boolean;
  /** True when a provider would build the component (yaml/v2, Chart v4): its children are not in this plan. */
  readonly remote: boolean;
  /** True for what is only read: `.get` and stack references. */
  readonly read: boolean;
  /** The inputs after transforms, with what the provider fills in. */
  inputs: Properties;
  /** What a component, or the stack, registered as its outputs. */
  outputs: Properties | undefined;
  /** Everything it waits for: `dependsOn` and the resources that its inputs come from. */
  readonly dependencies: readonly string[];
  /** The resources that each input comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Reference of the explicit provider, `<urn>::<id>`; undefined with the default one. */
  readonly provider: string | undefined;
  /** The resource options that were given. */
  readonly options: PlannedOptions;
}

/** Resource options as they reach the engine; one that was not given is absent. */
export interface PlannedOptions {
  /** Everything it waits for, as URNs; a component counts as its children. */
  readonly dependsOn?: readonly string[];
  /** Earlier identities: a URN, or what differs from the present one. */
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
  /** References of the providers that a component hands to its children, by package. */
  readonly providers?: Readonly<Record<string, string>>;
  /** Names of the hooks by moment: `beforeUpdate`, `onError`. Hooks never run here. */
  readonly hooks?: Readonly<Record<string, readonly string[]>>;
}

/** An alias given as a difference. */
export interface PlannedAlias {
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  readonly parent?: string;
  readonly noParent?: boolean;
}

/** A line that the program logged. */
export interface PlannedMessage {
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
  /** The resource it is about; undefined when it is about none. */
  readonly urn: string | undefined;
}
