import { AsyncLocalStorage } from "node:async_hooks";
import { runInThisContext } from "node:vm";

/** A program, for the rejections that its code causes, however late. */
interface Run {
  readonly onRejection: (reason: unknown) => void;
  succeeded: boolean;
}

const current = new AsyncLocalStorage<Run>();
const running = new Set<Run>();
let installed = false;

/**
 * Runs a program, and passes each rejection that it does not handle to `onRejection`, instead of to Node.js, which would end
 * the process, and to the test runner, which would fail. An Output that rejects leaves such rejections, and the resources
 * that wait for it wait forever.
 */
export async function withRejections(
  onRejection: (reason: unknown) => void,
  program: () => Promise<void>,
): Promise<void> {
  install();
  const run: Run = { onRejection, succeeded: false };
  running.add(run);
  try {
    await current.run(run, program);
    await new Promise((resolve) => setImmediate(resolve)); // Node.js reports a rejection at the end of a turn
    run.succeeded = true;
  } finally {
    running.delete(run);
  }
}

/** Stays installed: one error rejects many promises, the last ones after the end of the program. */
function install(): void {
  if (installed) return;
  installed = true;
  // Jest gives its modules a copy of `process`, to which Node.js reports nothing.
  const process = runInThisContext("process") as NodeJS.Process;
  const emit = process.emit;
  process.emit = function (this: NodeJS.Process, ...event: unknown[]): boolean {
    const run = event[0] === "unhandledRejection" ? responsibleRun() : undefined;
    if (!run) return Reflect.apply(emit, this, event) as boolean;
    run.onRejection(event[1]);
    return true;
  } as typeof process.emit;
}

/** Undefined for a rejection that is not a program's. Where Node.js does not restore the context, a lone program has it. */
function responsibleRun(): Run | undefined {
  const run = current.getStore();
  if (run) return run.succeeded ? undefined : run;
  return running.size === 1 ? [...running][0] : undefined;
}
