// What a file holds, before and after it is checked.

/** A map, or an empty one for any other value: the schema has reported that. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A list, or an empty one for any other value. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text, or undefined for any other value. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Which component a release is of. Undefined where its config keys are of none, or of both. */
export type Kind = "canary" | "blueGreen" | undefined;

export const CANARY_KEYS = ["weight", "stable", "canary"] as const;
export const COLOR_KEYS = ["color", "standby"] as const;

/** The component that the config keys belong to. */
export function kindOf(root: unknown): Kind {
  const config = recordOf(recordOf(root).config);
  const canary = CANARY_KEYS.some((key) => key in config);
  const color = COLOR_KEYS.some((key) => key in config);
  if (canary === color) return undefined;
  return canary ? "canary" : "blueGreen";
}
