// Gives the plugin the version of the library, and makes it depend on exactly that version. `npm version` runs it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const read = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));

const { name, version } = read("package.json");
const plugin = read("plugin/package.json");
plugin.version = version;
plugin.dependencies[name] = version;
writeFileSync(join(root, "plugin/package.json"), `${JSON.stringify(plugin, undefined, 2)}\n`);
