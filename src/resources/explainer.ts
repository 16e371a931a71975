import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { hasErrorHooks, isRealUpdate, noteMissingHooks, uniqueHookName, valueBehind } from "./engine.js";
import { EXPLAINING, type Explaining, explainFailure } from "./explainFailure.js";
import { type ProviderAddress, providerAddress } from "./providerAddress.js";
import type { ResourceSpec } from "./resourceSpec.js";
import { type PendingStep, watchStep } from "./watchStep.js";

/** Explains the steps of one component that wait for pods in vain. */
export interface Explainer {
  /** The options that a resource needs for it. */
  options(spec: ResourceSpec): Pick<pulumi.CustomResourceOptions, "hooks">;
  /** Called with each resource after its registration began. */
  registered(spec: ResourceSpec, step: RegisteredStep): void;
}

/** A registered resource, and what its step waits for. */
export interface RegisteredStep {
  readonly resource: pulumi.Resource;
  readonly dependsOn: readonly pulumi.Resource[];
  /** That of its object, which may name the namespace. */
  readonly metadata: pulumi.Input<{ readonly namespace?: pulumi.Input<string> | undefined }> | undefined;
  /** Seconds that the provider waits; undefined where it chooses. */
  readonly timeout: number | undefined;
}

const SILENT: Explainer = { options: () => ({}), registered: () => undefined };

/** Kinds whose step waits for the pods of one Deployment, which is watched meanwhile. */
const WATCHED = ["Deployment", "PodDisruptionBudget"];

/**
 * Prepares that a step of the component explains itself: while it waits for pods that do not start, and when it fails.
 *
 * The provider's wait ends with `timed out waiting for the condition` and no reason. The engine calls an error hook before
 * it ends the update, so the hook reads the pods. Nothing is read, and no client is loaded, unless a step fails or takes
 * longer than most.
 */
export function explainer(
  parent: pulumi.Resource,
  specs: readonly ResourceSpec[],
  explaining: Explaining = EXPLAINING,
): Explainer {
  if (!specs.some(({ failure }) => failure) || !isRealUpdate()) return SILENT;
  const address = providerAddress(parent);
  const watches = new Map<string, () => void>();
  const onError = hasErrorHooks() ? [hookOf(parent, { specs, address, watches, explaining })] : undefined;
  if (!onError) noteMissingHooks();
  const warned = new Set<string>();
  return {
    options: ({ failure }) => (failure && onError ? { hooks: { onError } } : {}),
    registered: (spec, step) => {
      const pending = pendingStep(spec, step, { parent, address, open: explaining.open, warned });
      if (pending) watches.set(keyOf(spec.kind, spec.resource), watchStep(pending, explaining.pace));
    },
  };
}

function hookOf(
  parent: pulumi.Resource,
  component: {
    readonly specs: readonly ResourceSpec[];
    readonly address: () => Promise<ProviderAddress>;
    readonly watches: ReadonlyMap<string, () => void>;
    readonly explaining: Explaining;
  },
): pulumi.ErrorHook {
  const { specs, address, watches, explaining } = component;
  const explain = async (args: pulumi.ErrorHookArgs): Promise<void> => {
    const key = keyOf(args.type.split(":").at(-1) ?? "", args.name);
    watches.get(key)?.();
    const failure = specs.find(({ kind, resource }) => keyOf(kind, resource) === key)?.failure;
    // Delete steps have hooks too. Nothing waits for pods there.
    if (!failure || args.failedOperation === "delete") return;
    const text = await explainFailure(failure, { address, namespace: namespaceOf(args) }, explaining);
    if (text !== undefined) await logError(text, args.urn);
  };
  const { __pulumiType = "", __name = "" } = parent as { __pulumiType?: string; __name?: string };
  return new pulumi.ErrorHook(
    uniqueHookName(`${__pulumiType}:${__name}:why`),
    // The callback comes from another connection, so it has lost the context that holds the program's engine.
    AsyncResource.bind(async (args: pulumi.ErrorHookArgs) => {
      await explain(args).catch(() => undefined);
      return false;
    }),
  );
}

function pendingStep(
  { kind, failure }: ResourceSpec,
  { resource, dependsOn, metadata, timeout }: RegisteredStep,
  component: {
    readonly parent: pulumi.Resource;
    readonly address: () => Promise<ProviderAddress>;
    readonly open: Explaining["open"];
    readonly warned: Set<string>;
  },
): PendingStep | undefined {
  if (!failure || !WATCHED.includes(kind) || timeout === undefined) return undefined;
  const { parent, address, open, warned } = component;
  return {
    failure,
    timeout,
    warned,
    begun: Promise.all([parent, ...dependsOn].map(({ urn }) => valueBehind(urn))),
    ended: valueBehind(resource.urn),
    open: async () => {
      const known = await address();
      if (known.rendersYaml) return undefined;
      const reader = await open(known);
      const given = (await valueBehind(pulumi.output(metadata)))?.namespace ?? known.namespace;
      return { reader, namespace: given ?? (await reader.defaultNamespace()) };
    },
    // On the component: the log would wait until the resource itself is registered, which is after the step.
    warn: (text) => void pulumi.log.warn(text, parent).catch(() => undefined),
  };
}

/** Longest time in milliseconds that `up` waits for the engine to take a text. */
const LOGGING = 2000;

/**
 * Logs an error on a resource by its URN, for the same reason. The engine ends the program after the hook, so the text must
 * have arrived before. An earlier message of the program on a resource that is still pending holds it up, hence the limit.
 */
async function logError(text: string, urn: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LOGGING);
  });
  await Promise.race([pulumi.log.error(text, new pulumi.DependencyResource(urn)), late]).finally(() => {
    clearTimeout(timer);
  });
}

function namespaceOf({ newInputs }: pulumi.ErrorHookArgs): string | undefined {
  const metadata = (newInputs as { metadata?: { namespace?: unknown } } | undefined)?.metadata;
  return typeof metadata?.namespace === "string" ? metadata.namespace : undefined;
}

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`;
}
