import { checkInput } from "../../diagnostics/checkInput.js";
import { checkPlain } from "../../diagnostics/checkPlain.js";
import { checkFlag, checkKeys, isRecord } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { ConfigKind } from "../../kubernetes/configReferences.js";
import type { ConfigMapArgs, SecretArgs } from "./args.js";
import type { Content } from "./content.js";

/** Maximum size of all values of one object, in bytes: https://kubernetes.io/docs/concepts/configuration/configmap/ */
const MOST_BYTES = 1_048_576;

const KEY = /^[-._a-zA-Z0-9]{1,253}$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const MAP_KEYS = Object.keys({ data: true, binaryData: true, versioned: true } satisfies Record<
  keyof ConfigMapArgs,
  true
>);
const SECRET_KEYS = Object.keys({
  stringData: true,
  data: true,
  type: true,
  versioned: true,
} satisfies Record<keyof SecretArgs, true>);

type Form = "text" | "base64";

/** The encoding of the values of each kind, by field. */
const VALUES: Record<ConfigKind, Readonly<Record<string, Form>>> = {
  ConfigMap: { data: "text", binaryData: "base64" },
  Secret: { stringData: "text", data: "base64" },
};

/** Refuses values of a ConfigMap or a Secret that the API server would refuse. No message contains a value. */
export function checkContent(
  problems: Problems,
  path: string,
  kind: ConfigKind,
  source: unknown,
): Content | undefined {
  const fields = VALUES[kind];
  if (!checkPlain(problems, path, source, "object")) return undefined;
  if (!isRecord(source)) {
    const remedy = `give { ${Object.keys(fields)[0]}: { … } }`;
    problems.refuse({ path, problem: `is not a ${kind}`, remedy });
    return undefined;
  }
  checkKeys(problems, path, source, kind === "ConfigMap" ? MAP_KEYS : SECRET_KEYS);
  checkFlag(problems, `${path}.versioned`, source.versioned);
  const seen = new Set<string>();
  let bytes = 0;
  const values = (field: string, form: Form) =>
    checkInput(source[field], problems, (given, problems) => {
      const at = `${path}.${field}`;
      if (isRecord(given)) {
        const entries = Object.entries(given).map(([key, value]) => {
          const where = `${at}[${JSON.stringify(key)}]`;
          checkKey(problems, where, key, seen);
          const checked = checkInput(value, problems, (known, problems) => {
            bytes += sizeOf(problems, where, known, form);
            return known;
          });
          return [key, checked];
        });
        return Object.fromEntries(entries);
      }
      problems.refuse({ path: at, problem: "is not a set of values", remedy: "give strings by key" });
      return {};
    });
  const content = Object.entries(fields)
    .filter(([field]) => source[field] !== undefined)
    .map(([field, form]) => [field, values(field, form)]);
  if (bytes > MOST_BYTES) {
    const problem = `has ${bytes} bytes, and a ${kind} holds at most ${MOST_BYTES}`;
    problems.refuse({ path, problem, remedy: "split it, or put large files into the image" });
  }
  return Object.fromEntries(content);
}

function checkKey(problems: Problems, path: string, key: string, seen: Set<string>): void {
  if (!KEY.test(key) || key === "." || key.startsWith("..")) {
    const remedy = "use at most 253 letters, digits, -, _ and ., and no .. at the start";
    problems.refuse({ path, problem: "cannot be a key, because keys become file names", remedy });
  }
  if (seen.has(key)) problems.refuse({ path, problem: "is given twice", remedy: "keep one of the two" });
  seen.add(key);
}

/** Bytes of a value. Refuses everything but a string in the encoding of its field. */
function sizeOf(problems: Problems, path: string, value: unknown, form: Form): number {
  if (typeof value !== "string") {
    problems.refuse({
      path,
      problem: "is not a string",
      remedy: "convert it, for example with JSON.stringify",
    });
    return 0;
  }
  if (form === "text") return Buffer.byteLength(value);
  if (!BASE64.test(value)) problems.refuse({ path, problem: "is not base64", remedy: "encode it" });
  return Buffer.byteLength(value, "base64");
}
