// Loaded into a process of the command before its program. A command that is killed cannot stop its processes, but the
// pipe at file descriptor 3 ends with it. A worker watches the pipe, so that a program in a busy loop ends too.
const { isMainThread, Worker } = require("node:worker_threads");

const watch = `
  const { Socket } = require("node:net");
  const pipe = new Socket({ fd: 3 });
  pipe.on("error", () => undefined);
  pipe.once("close", () => process.kill(process.pid, "SIGKILL"));
  pipe.resume();
`;

// The workers of a program load this file as well.
if (isMainThread) new Worker(watch, { eval: true, execArgv: [] }).unref();
