import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { version } from "@pulumi/kubernetes/package.json";
import { FOLDER } from "../plugin.js";

const ROOT = join(FOLDER, "..");

/**
 * Copies the plugin into `folder`, with the packed library in place of the published one, as a user gets both. Returns the
 * path for `pulumi package add`.
 */
export function packedPlugin(folder: string): string {
  const plugin = join(folder, "plugin");
  mkdirSync(plugin);
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: ROOT });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) as string;
  for (const file of ["PulumiPlugin.yaml", "index.js", "schema.json"]) {
    cpSync(join(FOLDER, file), join(plugin, file));
  }
  const manifest = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8"));
  manifest.dependencies["pulumi-kubernetes-traffic"] = `file:${join(folder, tarball)}`;
  writeFileSync(join(plugin, "package.json"), JSON.stringify(manifest));
  return plugin;
}

/** Lets the CLI use the Kubernetes provider on PATH, if there is one, also where it would download it. */
export function installProvider(pulumi: string, home: string): void {
  const directories = (process.env.PATH ?? "").split(delimiter);
  const provider = directories
    .map((directory) => join(directory, "pulumi-resource-kubernetes"))
    .find((path) => existsSync(path));
  if (!provider) return;
  const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const args = ["plugin", "install", "resource", "kubernetes", version, "--file", provider];
  execFileSync(pulumi, args, { env, stdio: "pipe" });
}
