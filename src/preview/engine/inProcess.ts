import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { withRejections } from "../../diagnostics/rejections.js";
import { OfflineMonitor, type StackIdentity } from "./monitor.js";
import { clientOf } from "./serve.js";

/** The stack a program is planned for in this process. */
export interface InProcessStack extends StackIdentity {
  /** The keys of `config` whose values are secret. */
  readonly secretKeys?: readonly string[] | undefined;
}

/**
 * Runs a program in this process and records what it registers. Several programs may run at once: each has its own
 * configuration, resources and log.
 *
 * Rejects with the error that the program threw, or that rejected one of its Outputs. An error that it logged is among the
 * monitor's messages.
 */
export function planInProcess(
  { secretKeys, ...identity }: InProcessStack,
  program: () => unknown,
): Promise<OfflineMonitor> {
  return withLocalStorage(async () => {
    // Code that waits for a refused resource would wait forever. The CLI ends such a program.
    let onRefused = () => {};
    const refused = new Promise<void>((resolve) => {
      onRefused = resolve;
    });
    const monitor = new OfflineMonitor(identity, { onRefused });
    const client = clientOf(monitor);
    const { project, stack, preview, organization, config } = identity;
    pulumi.runtime.setMockOptions(client, project, stack, preview, organization);
    getStore().settings.engine = client; // otherwise the program logs to the console
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
      await withRejections(() => Promise.race([run(), refused]));
    } catch (error) {
      throw withoutPath(error);
    } finally {
      monitor.close();
    }
    if (thrown) throw thrown.error;
    return monitor;
  });
}

/** The SDK puts the path of the property before the message of an error; a RunError, such as a refusal, names its own. */
function withoutPath(reason: unknown): unknown {
  if (pulumi.RunError.isInstance(reason)) {
    reason.message = reason.message.replace(/^(error serializing property "[^"]*": )+/, "");
  }
  return reason;
}

// The Automation API separates the programs of one process with these. The SDK does not declare their types.
const { getStore, withLocalStorage } = state as unknown as {
  getStore(): { settings: { engine?: object } };
  withLocalStorage<T>(callback: () => Promise<T>): Promise<T>;
};
