import { setImmediate } from "node:timers/promises";

/**
 * What a program leaves rejected: the messages, without repeats. Pulumi keeps several promises of one Output, all of
 * which reject, and its language host prints the error once and ends; the test runner would fail the test for each.
 */
export async function rejectionsOf(program: () => Promise<unknown>): Promise<string[]> {
  const messages = new Set<string>();
  const others = process.listeners("unhandledRejection");
  const listen = (reason: unknown) => messages.add(reason instanceof Error ? reason.message : String(reason));
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", listen);
  try {
    await program().catch(listen);
    for (let turn = 0; turn < 10; turn++) await setImmediate();
  } finally {
    process.off("unhandledRejection", listen);
    for (const other of others) process.on("unhandledRejection", other);
  }
  return [...messages].map((message) => message.replace(/^(?:error serializing property "\w+": )+/, ""));
}
