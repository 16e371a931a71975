import { type ComponentResourceOptions, type Input, type Resource, runtime } from "@pulumi/pulumi";
import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import { isOfType } from "../component.js";
import type { ResourceSpec } from "../resourceSpec.js";

/** The objects of one component. */
export interface OwnObjects {
  readonly specs: readonly Pick<ResourceSpec, "kind" | "name" | "manifest">[];
  /** Undefined for the provider's. */
  readonly namespace: Input<string> | undefined;
}

/** An object that a component of the running program has made. */
interface Claim {
  /** The component: `CanaryDeployment "shop"`. */
  readonly subject: string;
  readonly object: string;
  readonly namespace: string | undefined;
  readonly provider: Resource | undefined;
  readonly parent: Resource | undefined;
}

/** The claims of a program by object. */
type Claims = Map<string, Claim[]>;

// One program, one monitor: stacks that are planned in one process must not see each other.
const CLAIMS = new WeakMap<object, Claims>();

/**
 * Refuses objects that another component of the program makes with the same provider, because each update of one would undo
 * the other. Compares only what is certain to meet: not a namespace that is known later, and not components of different
 * parents or with transforms, which may change namespaces and names.
 */
export function checkUniqueObjects(
  problems: Problems,
  { specs, namespace }: OwnObjects,
  opts: ComponentResourceOptions = {},
): void {
  const claims = claimsOfProgram();
  if (!claims || isTransformed(opts) || (namespace !== undefined && typeof namespace !== "string")) return;
  const { subject } = problems;
  const provider = providerOf(opts);
  const own = namesOf(specs).map((object) => ({ subject, object, namespace, provider, parent: opts.parent }));
  for (const claim of own) {
    const other = claims
      .get(claim.object)
      ?.find((earlier) => earlier.subject !== subject && meet(earlier, claim));
    if (!other) continue;
    const problem = `${other.subject} also makes it, with the same provider and namespace`;
    const remedy = "rename one of the two components, or give one another namespace";
    problems.refuse({ path: claim.object, problem, remedy });
  }
  if (problems.refused) return;
  for (const claim of own) claims.set(claim.object, [...(claims.get(claim.object) ?? []), claim]);
}

/** Reports whether two claims of one object are of the same one in the cluster. */
function meet(a: Claim, b: Claim): boolean {
  return a.namespace === b.namespace && a.provider === b.provider && a.parent === b.parent;
}

/**
 * The claims of the running program. Undefined under `pulumi.runtime.setMocks`, where one program is shared by all tests of a
 * file, and without an engine.
 */
function claimsOfProgram(): Claims | undefined {
  const monitor: object | undefined = runtime.getMonitor();
  if (monitor === undefined || "mocks" in monitor) return undefined;
  const claims: Claims = CLAIMS.get(monitor) ?? new Map();
  CLAIMS.set(monitor, claims);
  return claims;
}

/** Kinds and names: `Service "shop"`. A patch is of the same object. Generated names are unique. */
function namesOf(specs: OwnObjects["specs"]): string[] {
  const names = specs.flatMap(({ kind, name, manifest }) => {
    if (typeof manifest === "function") return `${kind} ${quote(name)}`;
    const { metadata, kind: own = kind } = manifest as Manifest;
    return metadata?.name === undefined ? [] : `${own.replace(/Patch$/, "")} ${quote(name)}`;
  });
  return [...new Set(names)];
}

/** The parts of any manifest. A route has its kind there. */
interface Manifest {
  readonly kind?: string;
  readonly metadata?: { readonly name?: unknown };
}

function isTransformed({ transforms, transformations }: ComponentResourceOptions): boolean {
  return [...(transforms ?? []), ...(transformations ?? [])].length > 0;
}

/** The explicit Kubernetes provider of the component's objects, as the SDK chooses it. */
function providerOf({ provider, providers, parent }: ComponentResourceOptions): Resource | undefined {
  const given = Array.isArray(providers) ? providers : Object.values(providers ?? {});
  const own = [provider, ...given].find((one) => isOfType(one, "pulumi:providers:kubernetes"));
  return own ?? parent?.getProvider("kubernetes:core/v1:Service");
}
