import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { table } from "../docs/generated/markdown.js";
import { ROOT } from "./paths.js";

/** A dependency, with what it installs that the peer dependencies have not installed already. */
export interface Installed {
  readonly name: string;
  readonly packages: number;
  readonly bytes: number;
}

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

type Packages = Readonly<Record<string, Locked>>;

/** Why the package has each dependency. */
export const REASONS: Readonly<Record<string, string>> = {
  "@commander-js/extra-typings": "the command line, with `commander`; it is mostly types",
  "@grpc/grpc-js": "the offline engine and the plugin; the SDK has it too",
  ajv: "the schemas of `release.yaml` and of the configuration of policies",
  commander: "the command line",
  "fastest-levenshtein": "“did you mean” for a wrong name",
  "google-protobuf": "the messages of the engine; the SDK has it too",
  "node-sarif-builder": "violations in SARIF, for code scanning",
  picocolors: "colors of the terminal",
  yaml: "files of stacks and of kube-proxy, which keep their comments",
};

/** What each dependency adds to an installation. */
export function installed(): Installed[] {
  const packages = locked();
  const { dependencies = {}, peerDependencies = {} } = packages[""] ?? {};
  const byPeers = closureOf(packages, Object.keys(peerDependencies));
  return Object.keys(dependencies).map((name) => {
    const own = [...closureOf(packages, [name])].filter((path) => !byPeers.has(path));
    return {
      name,
      packages: own.length,
      bytes: own.reduce((sum, path) => sum + bytesIn(join(ROOT, path)), 0),
    };
  });
}

/** The dependencies as a table in Markdown. */
export function installedTable(dependencies: readonly Installed[]): string {
  return table(
    ["dependency", "adds", "what for"],
    dependencies.map(({ name, packages, bytes }) => [
      `\`${name}\``,
      packages === 0
        ? "nothing"
        : `${Math.round(bytes / 1e3)} kB in ${packages} package${packages > 1 ? "s" : ""}`,
      REASONS[name] ?? "?",
    ]),
  );
}

/** The packages of the lockfile, by folder. */
function locked(): Packages {
  return JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
}

/** The folders of these packages and of all that they need. */
function closureOf(packages: Packages, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (from: string, name: string): void => {
    const path = resolved(packages, from, name);
    if (path === undefined || found.has(path)) return;
    found.add(path);
    const { dependencies, peerDependencies, peerDependenciesMeta } = packages[path] ?? {};
    for (const next of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (!peerDependenciesMeta?.[next]?.optional) visit(path, next);
    }
  };
  for (const name of names) visit("", name);
  return found;
}

/** Where Node.js finds a package from another one's folder. */
function resolved(packages: Packages, from: string, name: string): string | undefined {
  const path = join(from, "node_modules", name);
  if (path in packages) return path;
  const above = from.lastIndexOf("node_modules");
  return above < 0 ? undefined : resolved(packages, from.slice(0, Math.max(0, above - 1)), name);
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? sum : sum + bytesIn(path);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}
