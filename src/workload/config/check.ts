import type { Input } from "@pulumi/pulumi";
import { checkPlain } from "../../diagnostics/checkPlain.js";
import { isRecord } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";
import { checkReferences } from "../../kubernetes/check/configReferences.js";
import { checkNamePart } from "../../kubernetes/check/names.js";
import type { ConfigKind } from "../../kubernetes/configReferences.js";
import type { ConfigArgs, ConfigMapArgs, SecretArgs } from "./args.js";
import { checkContent } from "./checkContent.js";
import { type Content, contentHash } from "./content.js";

/** A checked ConfigMap or Secret of the app. */
export interface ConfigObject {
  readonly kind: ConfigKind;
  /** What pod templates call it. */
  readonly shortName: string;
  /** Name of the Pulumi resource; of the object, too, unless it is versioned. */
  readonly resource: string;
  readonly versioned: boolean;
  readonly type: Input<string> | undefined;
  readonly content: Content;
  /** Where the user wrote it. */
  readonly path: string;
}

/** Configuration objects by kind and short name. */
export type ConfigByName = Readonly<Record<ConfigKind, ReadonlyMap<string, ConfigObject>>>;

/** The configuration that the pods of one version read. */
export interface VersionConfig {
  /** Every object that the version's template may name. */
  readonly known: ConfigByName;
  readonly named: ReadonlySet<ConfigObject>;
  /** Whether the template contains an Output, so that it may name more objects. */
  readonly incomplete: boolean;
}

const FIELDS = { ConfigMap: "configMaps", Secret: "secrets" } as const;
const KINDS = Object.keys(FIELDS) as ConfigKind[];
const NO_CONFIG: VersionConfig = {
  known: { ConfigMap: new Map(), Secret: new Map() },
  named: new Set(),
  incomplete: false,
};

/**
 * Checks the ConfigMaps and Secrets of one app, and names them.
 *
 * A versioned object never changes: other content makes another object, and Pulumi deletes the old one only at the end of a
 * successful update. Content that the program knows is part of the resource's name, so taking back a failed update finds the
 * old object in place. Content that only an update knows makes Pulumi replace the object.
 *
 * Pulumi adds random digits to both names. A hash alone, as kustomize adds it, would collide with an old object that waits
 * for its deletion, or with one from an update that was killed; and the hash of a short password would reveal it to everyone
 * who can see the pods.
 */
export class ConfigChecker {
  readonly #objects = new Map<string, { object: ConfigObject; source: unknown }>();
  readonly #shared: ConfigByName;

  constructor(
    readonly app: string,
    args: ConfigArgs,
    readonly problems: Problems,
  ) {
    this.#shared = this.#objectsOf(args, "", undefined);
  }

  /** Every object, each once. */
  get objects(): ConfigObject[] {
    return [...this.#objects.values()].map(({ object }) => object);
  }

  /** Checks the objects of one version, and the template that names them. */
  checkVersion<T>(
    version: ConfigArgs & { readonly version: string },
    versionPath: string,
    template: Input<T>,
    templatePath: string,
  ): { template: Input<T>; config: VersionConfig } {
    const own = this.#objectsOf(version, `${versionPath}.`, version.version);
    const known: ConfigByName = {
      ConfigMap: new Map([...this.#shared.ConfigMap, ...own.ConfigMap]),
      Secret: new Map([...this.#shared.Secret, ...own.Secret]),
    };
    if (KINDS.every((kind) => known[kind].size === 0)) return { template, config: NO_CONFIG };
    const named = new Set<ConfigObject>();
    let incomplete = false;
    const names = {
      of: (kind: ConfigKind) => [...known[kind].keys()],
      onUsed: (kind: ConfigKind, name: string) => {
        named.add(known[kind].get(name) as ConfigObject);
      },
      onOutput: () => {
        incomplete = true;
      },
    };
    const checked = checkReferences(template, templatePath, names, this.problems);
    return { template: checked, config: { known, named, incomplete } };
  }

  /** Refuses objects for pods that already run, which keep what they read. */
  checkRunningVersion(version: ConfigArgs, versionPath: string): VersionConfig {
    for (const field of Object.values(FIELDS)) {
      if (version[field] === undefined) continue;
      const remedy = "leave it out, because running pods keep the configuration that they started with";
      const path = `${versionPath}.${field}`;
      this.problems.refuse({ path, problem: "cannot be given with existing", remedy });
    }
    return NO_CONFIG;
  }

  #objectsOf(args: ConfigArgs, prefix: string, version: string | undefined): ConfigByName {
    return {
      ConfigMap: this.#objectsOfKind("ConfigMap", args.configMaps, `${prefix}configMaps`, version),
      Secret: this.#objectsOfKind("Secret", args.secrets, `${prefix}secrets`, version),
    };
  }

  #objectsOfKind(
    kind: ConfigKind,
    given: unknown,
    path: string,
    version: string | undefined,
  ): Map<string, ConfigObject> {
    const objects = new Map<string, ConfigObject>();
    if (given === undefined || !checkPlain(this.problems, path, given, "object")) return objects;
    if (!isRecord(given)) {
      const remedy = "give objects by the names that the pod template uses";
      this.problems.refuse({ path, problem: "is not a set of objects", remedy });
      return objects;
    }
    for (const [shortName, source] of Object.entries(given)) {
      const at = `${path}.${shortName}`;
      const isName = checkNamePart(this.problems, at, shortName);
      const content = checkContent(this.problems, at, kind, source);
      if (!isName || !content) continue;
      const { versioned = true, type } = source as ConfigMapArgs & SecretArgs;
      if (versioned === false) this.#checkShared(kind, at, version);
      const given = { kind, shortName, versioned: versioned !== false, type, content, path: at };
      const object = this.#named(given, source, version);
      if (object) objects.set(shortName, object);
    }
    return objects;
  }

  /** The object with the name of its resource; one that is already there where both are the same. */
  #named(
    given: Omit<ConfigObject, "resource">,
    source: unknown,
    version: string | undefined,
  ): ConfigObject | undefined {
    const { kind, shortName, versioned, content, path } = given;
    const hash = versioned && kind === "ConfigMap" ? contentHash(content) : undefined;
    const suffix =
      hash ?? (typeof version === "string" ? version : undefined)?.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const resource = [this.app, shortName, ...(suffix === undefined ? [] : [suffix])].join("-");
    const key = `${kind} ${resource}`;
    const other = this.#objects.get(key);
    if (!other) {
      const object = { ...given, resource };
      this.#objects.set(key, { object, source });
      return object;
    }
    if (hash !== undefined || other.source === source) return other.object;
    const problem = `would be the same object, ${resource}, as ${other.object.path}`;
    const remedy = `use version names that differ more, or define it once in ${FIELDS[kind]}`;
    this.problems.refuse({ path, problem, remedy });
    return undefined;
  }

  #checkShared(kind: ConfigKind, objectPath: string, version: string | undefined): void {
    const path = `${objectPath}.versioned`;
    if (version !== undefined) {
      const problem = "cannot be shared by the versions, because it belongs to one";
      const remedy = `leave versioned out, or move it to ${FIELDS[kind]}`;
      this.problems.refuse({ path, problem, remedy });
      return;
    }
    const option = `enable${kind}Mutable`;
    const problem = `changes in place only with ${option} on the provider; without it, Pulumi deletes it and creates it again`;
    this.problems.inform({ path, problem });
  }
}

/** Warns about objects that no pod template names. Does nothing while a template is known only in part. */
export function warnOfUnused(
  problems: Problems,
  workload: {
    readonly config: readonly ConfigObject[];
    readonly versions: Readonly<Record<string, { readonly config: VersionConfig }>>;
  },
): void {
  const configs = Object.values(workload.versions).map(({ config }) => config);
  if (configs.some(({ incomplete }) => incomplete)) return;
  for (const { path } of workload.config.filter(
    (object) => !configs.some(({ named }) => named.has(object)),
  )) {
    const problem = "is not named by any pod template, so no pod reads it";
    problems.warn({ path, problem, remedy: "name it in a volume, in envFrom or in env" });
  }
}
