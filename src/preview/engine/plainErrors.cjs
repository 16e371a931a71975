// Loaded into the program's process before the program. The SDK reports an uncaught error as
// util.inspect(error, { colors: true }). On Node 20 and 22 that call marks package names in the stack and never ends at
// a scope without a package, as the SDK's source maps give: node_modules/@pulumi/config.ts. The preview shows no
// colors of a message, so an error is inspected without them.
const util = require("node:util");

util.inspect = new Proxy(util.inspect, {
  apply(inspect, self, [value, options, ...rest]) {
    const plain = value?.stack && options?.colors ? { ...options, colors: false } : options;
    return Reflect.apply(inspect, self, [value, plain, ...rest]);
  },
});
