import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { OfflineMonitor, type StackIdentity } from "./monitor.js";
import { clientOf } from "./serve.js";

/** A stack that a program is planned for in this process. */
export interface InProcessStack extends StackIdentity {
  /** The keys of `config` whose values are secret. */
  readonly secretKeys?: readonly string[] | undefined;
}

/**
 * Runs a program in this process and records what it asks for. Several programs may run at once: each has its own
 * configuration, resources and log.
 *
 * Rejects with what the program threw. An error that it logged is among the monitor's messages.
 */
export function planInProcess(
  { secretKeys, ...identity }: InProcessStack,
  program: () => unknown,
): Promise<OfflineMonitor> {
  return withLocalStorage(async () => {
    // What waits for a resource that was refused would wait for ever; the CLI ends such a program.
    let onRefused = () => {};
    const refused = new Promise<void>((resolve) => {
      onRefused = resolve;
    });
    const monitor = new OfflineMonitor(identity, { onRefused });
    const client = clientOf(monitor);
    const { project, stack, preview, organization, config } = identity;
    pulumi.runtime.setMockOptions(client, project, stack, preview, organization);
    getStore().settings.engine = client; // without it the program's log goes to the console
    pulumi.runtime.setAllConfig({ ...config }, secretKeys && [...secretKeys]);

    let thrown: { error: unknown } | undefined;
    const run = async () => {
      await pulumi.runtime.runInPulumiStack(async () => {
        try {
          return (await program()) as Record<string, unknown>;
        } catch (error) {
          thrown = { error };
          return {};
        }
      });
      await pulumi.runtime.disconnect();
    };
    try {
      await Promise.race([run(), refused]);
    } finally {
      monitor.close();
    }
    if (thrown) throw thrown.error;
    return monitor;
  });
}

// What the Automation API uses to keep programs of one process apart. The SDK's type declarations leave both out.
const { getStore, withLocalStorage } = state as unknown as {
  getStore(): { settings: { engine?: object } };
  withLocalStorage<T>(callback: () => Promise<T>): Promise<T>;
};
