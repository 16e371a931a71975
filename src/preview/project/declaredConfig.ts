import { problemList } from "../../diagnostics/format.js";
import { Failure } from "../failure.js";

/** The entry of a key in the `config` block of Pulumi.yaml. */
interface Declared {
  readonly type?: string;
  readonly default?: unknown;
  readonly value?: unknown;
  readonly secret?: boolean;
}

/**
 * Applies the `config` block of Pulumi.yaml to the values of a stack, as the CLI does: it fills in defaults, requires
 * keys without a default, and checks declared types. Changes `values` and `secretKeys`. Throws one Failure that lists
 * all problems.
 */
export function applyDeclaredConfig(
  block: unknown,
  project: string,
  stack: string,
  values: Record<string, string>,
  secretKeys: Set<string>,
): void {
  if (typeof block !== "object" || block === null) return;
  const problems: string[] = [];
  for (const [name, entry] of Object.entries(block)) {
    const foreign = name.includes(":") && !name.startsWith(`${project}:`);
    const key = name.includes(":") ? name : `${project}:${name}`;
    const declared = declaration(entry, foreign);
    const fallback = declared.value ?? declared.default;
    if (declared.secret) secretKeys.add(key);
    const given = values[key];
    if (given === undefined && fallback !== undefined) {
      values[key] = typeof fallback === "string" ? fallback : JSON.stringify(fallback);
    } else if (given === undefined) {
      const option = `give it with --config ${name}=…`;
      // The file would hold a secret as plain text.
      const way = declared.secret ? option : `add ${key} to Pulumi.${stack}.yaml, or ${option}`;
      if (!foreign) problems.push(`${name}: is required by Pulumi.yaml; ${way}`);
    } else if (declared.type && !hasType(given, declared.type)) {
      const quoted = secretKeys.has(key) ? "[secret]" : JSON.stringify(given);
      problems.push(`${name}: ${quoted} is not of the type ${declared.type} that Pulumi.yaml declares`);
    }
  }
  if (problems.length === 0) return;
  throw new Failure(problemList(`the configuration of stack ${stack} is incomplete`, problems));
}

function declaration(entry: unknown, foreign: boolean): Declared {
  const keys = typeof entry === "object" && entry !== null && !Array.isArray(entry) ? Object.keys(entry) : [];
  if (["type", "default", "value", "description", "secret"].some((key) => keys.includes(key)))
    return entry as Declared;
  return foreign ? { value: entry } : { default: entry };
}

function hasType(value: string, type: string): boolean {
  switch (type) {
    case "integer":
      return /^[+-]?\d+$/.test(value);
    case "number":
      return value.trim() !== "" && Number.isFinite(Number(value));
    case "boolean":
      return value === "true" || value === "false";
    case "array":
      return Array.isArray(parsed(value));
    case "object":
      return typeof parsed(value) === "object" && parsed(value) !== null && !Array.isArray(parsed(value));
    default:
      return true;
  }
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
