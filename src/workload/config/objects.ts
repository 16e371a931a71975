import { type Input, type Output, output } from "@pulumi/pulumi";
import { LABELS } from "../../contract/names.js";
import { isRecord } from "../../diagnostics/checks.js";
import { checkInput, isOutputOrPromise } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import { type ConfigKind, type Names, nameReferences } from "../../kubernetes/configReferences.js";
import { checkNamePart, type Labels } from "../../kubernetes/labels.js";
import { type Part, part } from "../part.js";
import type { ConfigArgs, ConfigMapArgs, SecretArgs } from "./args.js";
import { type Content, checkContent, contentHash } from "./content.js";

/** Where a version may bring configuration of its own: its path, its name, and whether its Deployment is taken over. */
export interface ConfiguredVersion extends ConfigArgs {
  readonly version: string;
  readonly existing?: object;
}

const FIELDS = { ConfigMap: "configMaps", Secret: "secrets" } as const;
const KINDS = Object.keys(FIELDS) as ConfigKind[];

/** A configuration object, and what a pod template calls it by. */
interface ConfigObject {
  readonly part: Part<ConfigKind>;
  /** Where the user wrote it. */
  readonly path: string;
  readonly source: unknown;
  readonly name: Input<string>;
}

/** What the user wrote of a ConfigMap or a Secret. */
type Source = ConfigMapArgs & SecretArgs;

/** One object as it was given: checked, where, and the version that it belongs to. */
interface Given {
  readonly source: Source;
  readonly content: Content;
  readonly path: string;
  readonly version: string | undefined;
}

/** Objects by kind and short name. */
type ByKind = Record<ConfigKind, Map<string, ConfigObject>>;

/**
 * The ConfigMaps and Secrets of one app: what they are called, and which of them a side's pods read.
 *
 * A versioned object is never changed: other content is another object, and Pulumi deletes the old one only at the end of
 * an update that has succeeded. Content that the program knows makes another resource as well, so that taking a failed
 * update back finds the old object in place. Content that only an update knows makes Pulumi replace the object.
 *
 * Pulumi adds random digits to the names of both. With the hash alone as kustomize's, the name would be taken where an old
 * object still waits for its deletion, or where an update was killed before it had noted what it made; and the hash of a
 * short password would tell it to whoever may see the pods.
 */
export class ConfigObjects {
  readonly #objects = new Map<string, ConfigObject>();
  readonly #found = new Map<ConfigArgs, ByKind>();
  readonly #used = new Set<Part>();
  #templateIsLate = false;

  constructor(
    readonly app: {
      readonly name: string;
      readonly args: ConfigArgs;
      readonly namespace?: Input<string>;
      readonly labels: Input<Labels>;
    },
    readonly problems: Problems,
  ) {
    this.#objectsOf(app.args, "", undefined);
  }

  /** Every object, for the parts of the release; warns of those that no template names. */
  get parts(): Part[] {
    const objects = [...this.#objects.values()];
    for (const { part, path } of this.#templateIsLate ? [] : objects) {
      if (this.#used.has(part)) continue;
      const problem = "is named by no pod template, so no pod reads it";
      this.problems.warn({ path, problem, remedy: "name it in a volume, in envFrom or in env" });
    }
    return objects.map((object) => object.part);
  }

  /** One side's pod template with the objects' names, and the objects that must stand before its pods start. */
  apply<T>(
    template: Input<T>,
    path: string,
    side: { readonly path: string; readonly version: ConfiguredVersion },
  ) {
    const { version } = side;
    if (version.existing !== undefined) {
      for (const kind of KINDS) {
        if (version[FIELDS[kind]] === undefined) continue;
        const remedy = "leave it out: pods that run already keep what they read";
        this.problems.refuse({
          path: `${side.path}.${FIELDS[kind]}`,
          problem: "cannot be given with existing",
          remedy,
        });
      }
      return { template, needs: [] };
    }
    const shared = this.#objectsOf(this.app.args, "", undefined);
    const own = this.#objectsOf(version, `${side.path}.`, version.version);
    const known = Object.fromEntries(
      KINDS.map((kind) => [kind, new Map([...shared[kind], ...own[kind]])]),
    ) as ByKind;
    const names: Names = {
      of: (kind, short) => {
        const object = known[kind].get(short);
        if (object) this.#used.add(object.part);
        return object?.name;
      },
      known: (kind) => [...known[kind].keys()],
      late: () => {
        this.#templateIsLate = true;
      },
    };
    const needs = KINDS.flatMap((kind) => [...known[kind].values()].map((object) => object.part));
    return {
      template: needs.length === 0 ? template : nameReferences(template, path, names, this.problems),
      needs,
    };
  }

  /** The objects that `args` describes; made once, however often they are asked for. */
  #objectsOf(args: ConfigArgs, prefix: string, version: string | undefined): ByKind {
    const before = this.#found.get(args);
    if (before) return before;
    const found: ByKind = { ConfigMap: new Map(), Secret: new Map() };
    this.#found.set(args, found);
    for (const kind of KINDS) {
      const given: unknown = args[FIELDS[kind]];
      const path = `${prefix}${FIELDS[kind]}`;
      if (given === undefined) continue;
      if (!isRecord(given) || isOutputOrPromise(given)) {
        const remedy = "give objects by the names that the pod template has for them";
        this.problems.refuse({ path, problem: "is not a set of objects", remedy });
        continue;
      }
      for (const [short, source] of Object.entries(given)) {
        const at = `${path}.${short}`;
        const named = checkNamePart(this.problems, at, short);
        const content = checkContent(this.problems, at, kind, source);
        if (!named || !content) continue;
        const object = this.#object(kind, short, { source: source as Source, content, path: at, version });
        if (object) found[kind].set(short, object);
      }
    }
    return found;
  }

  #object(kind: ConfigKind, short: string, given: Given): ConfigObject | undefined {
    const { source, content, path, version } = given;
    const versioned = source.versioned !== false;
    if (!versioned) this.#checkShared(kind, path, version);
    const hash = versioned && kind === "ConfigMap" ? contentHash(content) : undefined;
    const suffix = hash ?? version?.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const resource = [this.app.name, short, ...(suffix === undefined ? [] : [suffix])].join("-");
    const key = `${kind} ${resource}`;
    const there = this.#objects.get(key);
    if (there) {
      if (hash !== undefined || there.source === source) return there;
      const problem = `would be the same object, ${resource}, as ${there.path}`;
      const remedy = `give the versions names that differ, or write it once in ${FIELDS[kind]}`;
      this.problems.refuse({ path, problem, remedy });
      return undefined;
    }
    const { name, named } = versioned ? lateName() : { name: resource, named: undefined };
    const labels = checkInput(this.app.labels, this.problems, (common) => ({
      ...common,
      [LABELS.config]: short,
    })) as Input<Labels>;
    const metadata = { ...(!versioned && { name: resource }), namespace: this.app.namespace, labels };
    const type = source.type === undefined ? {} : { type: source.type };
    const manifest = { metadata, ...(versioned && { immutable: true }), ...type, ...content };
    const object = { part: part(kind, { resource, manifest, named }), path, source, name };
    this.#objects.set(key, object);
    return object;
  }

  #checkShared(kind: ConfigKind, path: string, version: string | undefined): void {
    if (version !== undefined) {
      const problem = "cannot be shared by the versions, because it belongs to one";
      const remedy = `leave versioned out, or move it to ${FIELDS[kind]}`;
      this.problems.refuse({ path: `${path}.versioned`, problem, remedy });
      return;
    }
    const option = `enable${kind}Mutable`;
    const problem = `changes in place only with ${option} on the provider; without it, it is deleted and made anew`;
    this.problems.inform({ path: `${path}.versioned`, problem });
  }
}

/** A name that Pulumi gives, with a random suffix, once the object is registered. */
function lateName(): { name: Output<string>; named: (name: Output<string>) => void } {
  let named: (name: Output<string>) => void = () => undefined;
  const name = new Promise<{ name: Output<string> }>((resolve) => {
    named = (given) => resolve({ name: given });
  });
  return { name: output(name).apply((given) => given.name) as unknown as Output<string>, named };
}
