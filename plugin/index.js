const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { servePlugin } = require("pulumi-kubernetes-traffic/plugin");

// Exports no component: Pulumi would infer a schema from it, and cannot infer Kubernetes' types.
servePlugin(readFileSync(join(__dirname, "schema.json"), "utf8"));
