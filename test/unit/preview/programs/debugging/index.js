// Prints what the SDK collects for debugging, also in a process and a worker that the program starts.
const { fork } = require("node:child_process");
const { Worker } = require("node:worker_threads");
const pulumi = require("@pulumi/pulumi");
const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");

if (process.argv[2] === "forked") {
  process.exit(0);
} else {
  const promise = Promise.resolve();
  debuggablePromise(promise, "a promise");
  console.log("promise:", promise._debugStackTrace.split("\n").length, "line(s)");
  console.log("error:", new Error("an error").stack.split("\n").length > 1 ? "with stack" : "without stack");
  pulumi.log.debug("a debug message");
  pulumi.log.info("a message");
  new pulumi.ComponentResource("test:index:Component", "component");
  fork(__filename, ["forked"]).once("exit", (code) => console.log("forked:", code));
  new Worker("", { eval: true }).once("exit", (code) => console.log("worker:", code));
}
