import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { EXPLAINING, explainFailure } from "./explainFailure.js";
import { providerAddress } from "./providerAddress.js";
import type { ResourceSpec } from "./resourceSpec.js";

/** The part of the options of a resource that this file sets. Older SDKs do not have it. */
export type HookOptions = Pick<pulumi.CustomResourceOptions, "hooks">;

/**
 * Prepares that a failed step of a component explains itself. Returns the options of each resource.
 *
 * The provider's wait ends with `timed out waiting for the condition` and no reason. The engine calls an error hook before
 * it ends the update, so the hook reads the pods. Nothing is read, and no client is loaded, unless a step fails.
 */
export function explainingHook(
  parent: pulumi.Resource,
  specs: readonly ResourceSpec[],
  explaining = EXPLAINING,
): (spec: ResourceSpec) => HookOptions {
  const failures = new Map(
    specs.flatMap(({ resource, kind, failure }) => (failure ? [[keyOf(kind, resource), failure]] : [])),
  );
  if (failures.size === 0 || !canHook()) return () => ({});
  const address = providerAddress(parent);
  const explain = async (args: pulumi.ErrorHookArgs): Promise<void> => {
    const failure = failures.get(keyOf(args.type.split(":").at(-1) ?? "", args.name));
    // Delete steps have hooks too. Nothing waits for pods there.
    if (!failure || args.failedOperation === "delete") return;
    const text = await explainFailure(failure, { address, namespace: namespaceOf(args) }, explaining);
    if (text !== undefined) logError(text, args.urn);
  };
  const hook = new pulumi.ErrorHook(
    hookName(parent),
    // The callback comes from another connection, so it has lost the context that holds the program's engine.
    AsyncResource.bind(async (args: pulumi.ErrorHookArgs) => {
      await explain(args).catch(() => undefined);
      return false;
    }),
  );
  return ({ failure }) => (failure ? { hooks: { onError: [hook] } } : {});
}

/** Only a real update has an engine that calls hooks. Pulumi's mocks claim to support them, and then crash. */
function canHook(): boolean {
  const store = getStore();
  if (pulumi.runtime.isDryRun() || store.settings.options.monitorAddr === MOCK) return false;
  if (typeof pulumi.ErrorHook === "function" && store.supportsErrorHooks === true) return true;
  if (!named.has(store)) {
    named.set(store, new Map());
    pulumi.log
      .debug("this Pulumi has no error hooks, so a failed step names no reason")
      .catch(() => undefined);
  }
  return false;
}

/** The address that the SDK gives to a monitor within the process. */
const MOCK = "mock";

/** How often each name of a hook is given, by the store of the program. */
const named = new WeakMap<object, Map<string, number>>();

/** The engine refuses a second hook of one name. Components of one name may have different parents. */
function hookName(parent: pulumi.Resource): string {
  const store = getStore();
  const given = named.get(store) ?? new Map<string, number>();
  named.set(store, given);
  const { __pulumiType: type = "", __name: name = "" } = parent as { __pulumiType?: string; __name?: string };
  const wanted = `${type}:${name}:why`;
  const count = (given.get(wanted) ?? 0) + 1;
  given.set(wanted, count);
  return count === 1 ? wanted : `${wanted}:${count}`;
}

/**
 * Logs an error on a resource by its URN. The resource itself cannot be given: the log would wait until it is registered,
 * which is after the hook.
 */
function logError(text: string, urn: string): void {
  pulumi.log.error(text, new pulumi.DependencyResource(urn)).catch(() => undefined);
}

function namespaceOf({ newInputs }: pulumi.ErrorHookArgs): string | undefined {
  const metadata = (newInputs as { metadata?: { namespace?: unknown } } | undefined)?.metadata;
  return typeof metadata?.namespace === "string" ? metadata.namespace : undefined;
}

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`;
}

// What the SDK knows about its engine. The SDK does not declare its types.
const { getStore } = state as unknown as {
  getStore(): {
    readonly supportsErrorHooks?: boolean;
    readonly settings: { readonly options: { readonly monitorAddr?: string } };
  };
};
