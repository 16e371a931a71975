import { type Marked, Reference, Secret, Unknown } from "../engine/values.js";
import { childPaths } from "./diff.js";

/** The values that the file of an object does not have, by path. */
export interface Missing {
  /** Only an update knows them. */
  readonly computed: readonly string[];
  /** Secrets, unless they are shown. */
  readonly secrets: readonly string[];
}

/** Finds the values of an object that its file does not have. */
export function missingIn(inputs: Marked, showSecrets: boolean): Missing {
  const computed: string[] = [];
  const secrets: string[] = [];
  const walk = (value: Marked, path: string): void => {
    if (value instanceof Unknown) computed.push(path);
    else if (value instanceof Secret && showSecrets) walk(value.value, path);
    else if (value instanceof Secret) secrets.push(path);
    else if (typeof value === "object" && value !== null && !(value instanceof Reference)) {
      for (const [inner, at] of childPaths(value, path)) walk(inner as Marked, at);
    }
  };
  walk(inputs, "");
  return { computed: computed.sort(), secrets: secrets.sort() };
}

/** Whether a file lacks a value, so that it must not be applied. */
export function isIncomplete({ computed, secrets }: Missing): boolean {
  return computed.length + secrets.length > 0;
}

/** Why a file must not be applied, for a comment in it or about it. */
export function reasonsOf({ computed, secrets }: Missing): string[] {
  return [
    ...(computed.length > 0 ? [`only an update knows ${computed.join(", ")}`] : []),
    ...(secrets.length > 0 ? [`secret, and written only with --show-secrets: ${secrets.join(", ")}`] : []),
  ];
}
