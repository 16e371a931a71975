import { AsyncLocalStorage } from "node:async_hooks";
import { runInThisContext } from "node:vm";

/** A program, for the rejections that its code causes. */
interface Run {
  onRejection(reason: unknown): void;
}

type Listener = NodeJS.UnhandledRejectionListener;

const current = new AsyncLocalStorage<Run>();
const running = new Set<Run>();
/** The listeners of the test runner, which wait while a program runs. */
let others: Listener[] = [];

/**
 * Runs a program, and rejects with the first rejection that it does not handle. Otherwise Node.js would end the process, or
 * the test runner would fail, and this call would never end: the resources that use a rejected Output wait forever.
 */
export async function withRejections(program: () => Promise<void>): Promise<void> {
  let onRejection: Run["onRejection"] = () => undefined;
  const rejected = new Promise<never>((_, reject) => {
    onRejection = reject;
  });
  const run: Run = { onRejection };
  if (running.size === 0) takeOver();
  running.add(run);
  const whole = async () => {
    await program();
    await endOfTurn();
  };
  try {
    await Promise.race([current.run(run, whole), rejected]);
  } catch (error) {
    await endOfTurn(); // one error rejects many promises
    throw error;
  } finally {
    running.delete(run);
    if (running.size === 0) giveBack();
  }
}

/** Node.js reports unhandled rejections at the end of a turn. */
const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));

// Jest gives its modules a copy of `process`, to which Node.js reports nothing.
const process = runInThisContext("process") as NodeJS.Process;

function takeOver(): void {
  others = process.rawListeners("unhandledRejection") as Listener[];
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", dispatch);
}

function giveBack(): void {
  process.removeListener("unhandledRejection", dispatch);
  for (const listener of others) process.on("unhandledRejection", listener);
}

function dispatch(reason: unknown, promise: Promise<unknown>): void {
  const run = responsibleRun();
  if (run) run.onRejection(reason);
  else if (others.length === 0) throw reason;
  else for (const listener of others) listener.call(process, reason, promise);
}

/**
 * The run that a rejection comes from; undefined for one that is no program's. Node.js does not restore the context of every
 * rejection, in Jest for example. The only program that runs then gets it.
 */
function responsibleRun(): Run | undefined {
  const run = current.getStore();
  if (run && running.has(run)) return run;
  return running.size === 1 ? [...running][0] : undefined;
}
