import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state.js";

/** Whether an engine applies what the program registers. False in a preview, offline and under Pulumi's mocks. */
export function isRealUpdate(): boolean {
  return !pulumi.runtime.isDryRun() && !isInProcess();
}

/** Whether no engine runs the program: under Pulumi's mocks, and in `planStack`. */
export function isInProcess(): boolean {
  return getStore().settings.options.monitorAddr === IN_PROCESS;
}

/** The address that the SDK gives to a monitor within the process. */
const IN_PROCESS = "mock";

/** Whether this SDK and its engine call error hooks. Pulumi's mocks claim to, so it holds in a real update only. */
export function hasErrorHooks(): boolean {
  return typeof pulumi.ErrorHook === "function" && getStore().supportsErrorHooks === true;
}

/** How often each name of a hook is given, by the address of the engine. A plugin has a store for each component. */
const given = new Map<string, Map<string, number>>();

/** The engine refuses a second hook of one name. Components of one name may have parents of different types. */
export function uniqueHookName(wanted: string): string {
  const engine = getStore().settings.options.monitorAddr ?? "";
  const names = given.get(engine) ?? new Map<string, number>();
  given.set(engine, names);
  const count = (names.get(wanted) ?? 0) + 1;
  names.set(wanted, count);
  return count === 1 ? wanted : `${wanted}:${count}`;
}

/** The stores of programs that have the message already. */
const noted = new WeakSet<object>();

/** Logs once in a program, for those who look for the reason, that its failed steps name none. */
export function noteMissingHooks(): void {
  const store = getStore();
  if (noted.has(store)) return;
  noted.add(store);
  pulumi.log.debug("this Pulumi has no error hooks, so a failed step names no reason").catch(() => undefined);
}

/** The value of an input. Rejects in a preview that does not know it. */
export async function knownValue<T>(input: pulumi.Input<T>): Promise<T> {
  const output = pulumi.output(input) as pulumi.Output<T>;
  const { isKnown } = output as unknown as { isKnown: Promise<boolean> }; // the SDK does not declare it
  if (!(await isKnown)) throw new Error("the provider or the namespace is known only during up");
  return valueBehind(output);
}

/** The value of an input, in an update. */
export function valueBehind<T>(input: pulumi.Input<T>): Promise<T> {
  return new Promise((resolve) => {
    (pulumi.output(input) as pulumi.Output<T>).apply(resolve);
  });
}

// What the SDK knows about its engine. The SDK does not declare its types.
const { getStore } = state as unknown as {
  getStore(): {
    readonly supportsErrorHooks?: boolean;
    readonly settings: { readonly options: { readonly monitorAddr?: string } };
  };
};
