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
 * Runs a program, and rejects with a rejection that it does not handle. Otherwise Node.js would end the process, or
 * the test runner would fail, and this call would never end: the resources that use a rejected Output wait forever.
 * `errorOf` makes one error of all that were rejected in the same turn. Default: the first of them.
 */
export async function withRejections<T>(program: () => Promise<T>, errorOf = first): Promise<T> {
  const reasons: unknown[] = [];
  let onRejection: Run["onRejection"] = () => undefined;
  const rejected = new Promise<never>((_, reject) => {
    onRejection = (reason) => {
      reasons.push(reason);
      reject(reason);
    };
  });
  const run: Run = { onRejection };
  if (running.size === 0) takeOver();
  running.add(run);
  const whole = async () => {
    const result = await program();
    await endOfTurn();
    return result;
  };
  try {
    return await Promise.race([current.run(run, whole), rejected]);
  } catch (error) {
    await endOfTurn(); // one error rejects many promises
    throw reasons.length > 0 ? errorOf(reasons) : error;
  } finally {
    running.delete(run);
    if (running.size === 0) giveBack();
  }
}

const first = (reasons: readonly unknown[]): unknown => reasons[0];

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
