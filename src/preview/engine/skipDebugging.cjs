// Loaded into the program's process before the program. The SDK sends several debug messages for each resource, one
// after the other, and formats a stack trace through source maps for each resource and each of its promises. The preview
// shows none of them, and a program of 50 components spends a third of its time on them.
const { createRequire } = require("node:module");
const { join } = require("node:path");

// A process that the program forks, and a worker, load this file as well, and have another main script.
const main = process.argv[1];
if (main?.endsWith(join("@pulumi", "pulumi", "cmd", "run", "index.js"))) {
  const sdk = createRequire(main);
  sdk("../../log").debug = async () => undefined;
  sdk("../../resource").Resource.callsites = () => [];
  // Somebody who looks for a leak needs the stacks of promises.
  if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS)
    withoutStack(sdk("../../runtime/debuggable"), "debuggablePromise");
}

/** Makes the errors within a call carry no stack. */
function withoutStack(owner, name) {
  const original = owner[name];
  owner[name] = (...args) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return original(...args);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}
