import type { Live } from "../cluster/api.js";

type Fields = Readonly<Record<string, unknown>>;

/** Reads a condition of `pulumi.com/waitFor` as the provider does. Throws for one that no component of ours asks for. */
export function condition(text: string): (live: Live) => boolean {
  if (text === ROUTE_ACCEPTED) return routeAccepted;
  const [, backend, weight] = BACKEND.exec(text) ?? [];
  if (backend !== undefined) return (live) => weightOf(live, backend) === Number(weight);
  const [, path, value] = /^jsonpath=\{\.(.+)\}=(.*)$/.exec(text) ?? [];
  if (path !== undefined) {
    const keys = path.replaceAll(/\['([^']+)'\]/g, ".$1").split(".");
    return (live) =>
      String(keys.reduce<unknown>((at, key) => (at as Fields | undefined)?.[key], live)) === value;
  }
  const [, filter] = /^jsonpath=\{\[\?(.+)\]\}$/.exec(text) ?? [];
  const tests = filter?.split("&&").map((test) => /^@\.(\w+)(==|>|<)(?:@\.(\w+)|(\d+))$/.exec(test));
  if (!tests?.every((test) => test !== null)) throw new Error(`this driver cannot wait for ${text}`);
  return (live) =>
    Object.values(live).some((field) =>
      tests.every(([, left = "", sign, other, number]) => {
        const [a, b] = [left, other].map((key) => (field as Fields | undefined)?.[key ?? ""]);
        const to = other === undefined ? Number(number) : b;
        // As in RFC 9535, a missing value is neither less nor greater than any other.
        if (typeof a !== "number" || typeof to !== "number") return false;
        return sign === "==" ? a === to : sign === ">" ? a > to : a < to;
      }),
    );
}

const BACKEND = /^jsonpath=\{\.spec\.rules\[0\]\.backendRefs\[\?@\.name=="([^"]+)"&&@\.weight==(\d+)\]\}$/;

function weightOf({ spec }: Live, backend: string): number | undefined {
  const [rule] = (spec?.rules ?? []) as { backendRefs?: { name: string; weight: number }[] }[];
  return rule?.backendRefs?.find(({ name }) => name === backend)?.weight;
}

/** Every gateway that reports a status of a route has accepted its newest generation. */
const ROUTE_ACCEPTED =
  "jsonpath={[?length(@.parents)>0&&length(@.parents)==count(@.parents[?@.conditions[?" +
  '@.type=="Accepted"&&@.status=="True"&&@.observedGeneration==$.metadata.generation]])]}';

interface Parent {
  readonly conditions: readonly { type: string; status: string; observedGeneration?: number }[];
}

function routeAccepted({ status, metadata }: Live): boolean {
  const parents = (status?.parents ?? []) as Parent[];
  const accepts = ({ conditions }: Parent) =>
    conditions.some(
      ({ type, status, observedGeneration }) =>
        type === "Accepted" && status === "True" && observedGeneration === metadata?.generation,
    );
  return parents.length > 0 && parents.every(accepts);
}
