import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { didYouMean } from "../../diagnostics/suggest.js";
import { Failure, messageOf } from "../failure.js";
import { applyDeclaredConfig } from "./declaredConfig.js";
import { passphraseDecrypter } from "./passphrase.js";
import { type Config, ownKey, parseStackFile, parseYamlFile, type StackFile } from "./stackFile.js";

/** A Pulumi project on disk. */
export interface Project {
  readonly name: string;
  /** The directory of Pulumi.yaml. */
  readonly root: string;
  /** Working directory of the program, and what runs there: `.` for the directory itself, or the name of a file. */
  readonly pwd: string;
  readonly main: string;
  /** False with `runtime.options.typescript: false`. */
  readonly typescript: boolean;
  /** `runtime.options.nodeargs`, split at spaces. */
  readonly nodeArgs: readonly string[];
  /** `runtime.options.tsconfig`. */
  readonly tsconfig: string | undefined;
  /** The `config` block as parsed YAML. */
  readonly declaredConfig: unknown;
  /** The directory of the stack files. */
  readonly stackDirectory: string;
}

/** The sources of a stack's configuration, besides its file. */
export interface ConfigSources {
  /** Values of --config by key. */
  readonly overrides: ReadonlyMap<string, string>;
  /** File to read instead of Pulumi.STACK.yaml. */
  readonly configFile?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Finds the project in a directory or above it. Throws a Failure if there is none, or when its runtime is not nodejs. */
export function findProject(directory: string): Project {
  const start = resolve(directory);
  if (!existsSync(start)) throw new Failure(`${directory} does not exist`, 2);
  const file = searchUp(start, ["Pulumi.yaml", "Pulumi.yml"]);
  if (!file)
    throw new Failure(`there is no Pulumi.yaml in ${start} or above it; name the project with --cwd DIR`, 2);
  const root = dirname(file);
  const yaml = (parseYamlFile(readFileSync(file, "utf8"), basename(file)).toJS() ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof yaml.name !== "string") throw new Failure(`${basename(file)}: name is missing`);
  const runtime = (
    typeof yaml.runtime === "object" && yaml.runtime !== null ? yaml.runtime : { name: yaml.runtime }
  ) as {
    name?: unknown;
    options?: { typescript?: boolean; nodeargs?: string; tsconfig?: string };
  };
  if (runtime.name !== "nodejs") {
    throw new Failure(
      `${basename(file)}: runtime ${JSON.stringify(runtime.name)} cannot be previewed; only nodejs can`,
    );
  }
  return {
    name: yaml.name,
    root,
    ...entryPoint(root, yaml.main),
    typescript: runtime.options?.typescript !== false,
    nodeArgs: (runtime.options?.nodeargs ?? "").split(" ").filter((arg) => arg !== ""),
    tsconfig: runtime.options?.tsconfig,
    declaredConfig: yaml.config,
    stackDirectory: join(root, typeof yaml.stackConfigDir === "string" ? yaml.stackConfigDir : "."),
  };
}

/**
 * The stack to run for. By default the only one with a file, else `dev`. Throws a Failure for a stack without a file in a
 * project that has files of other stacks: the name is likely a mistake, and no file configures it.
 */
export function chooseStack(project: Project, requested: string | undefined): string {
  const files = existsSync(project.stackDirectory) ? readdirSync(project.stackDirectory) : [];
  const stacks = files.flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []).sort();
  const stack = requested ?? (stacks.length === 1 && stacks[0] ? stacks[0] : "dev");
  if (stacks.length === 0 || stacks.includes(stack)) return stack;
  if (requested === undefined) {
    throw new Failure(`there are several stacks: ${stacks.join(", ")}; choose one with --stack NAME`, 2);
  }
  const advice = didYouMean(stack, stacks) ?? `for a new stack, create Pulumi.${stack}.yaml`;
  throw new Failure(
    `--stack ${stack}: there is no Pulumi.${stack}.yaml; the stacks are ${stacks.join(", ")}; ${advice}`,
    2,
  );
}

/** Path of a stack's configuration file. The file may not exist. */
export function stackFilePath(project: Project, stack: string): string {
  return join(project.stackDirectory, `Pulumi.${stack}.yaml`);
}

/**
 * The configuration of a stack as the CLI reads it. PULUMI_CONFIG_PASSPHRASE decrypts secrets. Throws a Failure for
 * values that need a service: ESC environments, and secrets encrypted by a cloud's key service.
 */
export function readConfig(project: Project, stack: string, sources: ConfigSources): Config {
  const path = sources.configFile ?? stackFilePath(project, stack);
  const displayName = sources.configFile ?? relative(project.root, path);
  if (sources.configFile && !existsSync(path)) throw new Failure(`--config-file ${path} does not exist`, 2);
  const file = parseStackFile(existsSync(path) ? readFileSync(path, "utf8") : "", project.name, displayName);
  if (file.hasEnvironment) {
    throw new Failure(
      `${displayName}: environment is resolved by Pulumi Cloud, which an offline preview does not contact; run pulumi up`,
    );
  }
  const overrides = new Map([...sources.overrides].map(([key, value]) => [ownKey(key, project.name), value]));
  const decrypt = decrypterFor(file, displayName, sources.environment);
  const values: Record<string, string> = {};
  const secretKeys = new Set<string>();
  for (const [key, value] of file.values) {
    if (value.secret) secretKeys.add(key);
    values[key] = overrides.get(key) ?? value.read((ciphertext) => decrypt(key, ciphertext));
  }
  Object.assign(values, Object.fromEntries(overrides));
  applyDeclaredConfig(project.declaredConfig, project.name, stack, values, secretKeys);
  return { values, secretKeys: [...secretKeys].filter((key) => key in values) };
}

function decrypterFor(file: StackFile, displayName: string, environment: ConfigSources["environment"]) {
  let decrypt: ((ciphertext: string) => string) | undefined;
  return (key: string, ciphertext: string): string => {
    const way = `or give it with --config ${key}=…`;
    if (!file.salt) {
      throw new Failure(
        `${displayName}: ${key} is encrypted by a key service that an offline preview cannot call; run pulumi up, ${way}`,
      );
    }
    const passphrase = passphraseOf(environment);
    if (passphrase === undefined)
      throw new Failure(`${displayName}: ${key} is encrypted; set PULUMI_CONFIG_PASSPHRASE, ${way}`);
    try {
      decrypt ??= passphraseDecrypter(passphrase, file.salt);
      return decrypt(ciphertext);
    } catch (error) {
      throw new Failure(
        `${displayName}: ${key} cannot be decrypted: ${messageOf(error)}; set PULUMI_CONFIG_PASSPHRASE, ${way}`,
      );
    }
  };
}

function passphraseOf(environment: ConfigSources["environment"]): string | undefined {
  const file = environment.PULUMI_CONFIG_PASSPHRASE_FILE;
  if (environment.PULUMI_CONFIG_PASSPHRASE !== undefined || !file)
    return environment.PULUMI_CONFIG_PASSPHRASE;
  return readFileSync(file, "utf8").trim();
}

function searchUp(directory: string, names: readonly string[]): string | undefined {
  const found = names.map((name) => join(directory, name)).find((file) => existsSync(file));
  if (found) return found;
  const parent = dirname(directory);
  return parent === directory ? undefined : searchUp(parent, names);
}

/** `main` may be a directory or a file. The program runs in that directory, or in the directory of the file. */
function entryPoint(root: string, main: unknown): { pwd: string; main: string } {
  if (typeof main !== "string" || main === "") return { pwd: root, main: "." };
  const path = resolve(root, main);
  if (!existsSync(path)) throw new Failure(`Pulumi.yaml: main ${JSON.stringify(main)} does not exist`);
  return statSync(path).isDirectory()
    ? { pwd: path, main: "." }
    : { pwd: dirname(path), main: basename(path) };
}
