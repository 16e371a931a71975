const { Config, output } = require("@pulumi/pulumi");
const components = require("../../../../dist/index.js");

const { kind, name, args, aliases, late } = new Config().requireObject("app");
// What a config value cannot be: content that is known only while the program runs.
if (late) args.configMaps = { settings: { data: { content: output(Promise.resolve(late)) } } };
const aliasOf = ({ kind: former, ...alias }) =>
  former ? { ...alias, type: components[former].__pulumiType } : alias;
new components[kind](name, args, { aliases: aliases?.map(aliasOf) });
