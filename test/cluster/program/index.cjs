// The Pulumi program of the test, for the real CLI: its Node.js host loads JavaScript.
require("tsx/cjs");
const { Config } = require("@pulumi/pulumi");
const { register } = require("./apps.ts");

register(new Config().requireObject("apps"));
