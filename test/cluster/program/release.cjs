// The program of a release, for the real CLI: as in a real repository, the stack's config has what a release writes.
require("tsx/cjs");
const { Config } = require("@pulumi/pulumi");
const { appOf, KEYS } = require("../release/program.ts");
const { register } = require("./apps.ts");

const config = new Config();
const released = config.requireObject("released");
const values = Object.values(KEYS[released.kind]).map((key) => [key, config.get(key)]);
register([appOf(released, Object.fromEntries(values.filter(([, value]) => value !== undefined)))]);
