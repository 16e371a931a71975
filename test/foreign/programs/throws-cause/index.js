const { readFileSync } = require("node:fs");

try {
  readFileSync("/nowhere/replicas");
} catch (cause) {
  throw Object.assign(new Error("replicas are unknown", { cause }), { attempts: 3 });
}
