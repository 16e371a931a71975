import type { Path, SpecFinding } from "../finding.js";

const EXAMPLE = '\'http_requests_total{app="myapp",track="$side"}\'';

/**
 * A series selector that differs between the sides. A function would hide the raw counters, whose resets and pods that
 * come and go only their own samples show.
 */
export function selectorProblems(value: string, path: Path): SpecFinding[] {
  const bare = value.replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|`[^`]*`/g, "");
  if (/["'`]/.test(bare)) {
    return [
      { path, value, problem: "has a quote without its end", remedy: `give a selector such as ${EXAMPLE}` },
    ];
  }
  if (/[([]/.test(bare)) {
    const problem = "has a function or a range";
    const remedy = `select the counter itself, such as ${EXAMPLE}; its increase is counted from the raw samples`;
    return [{ path, value, problem, remedy }];
  }
  if (!/^\s*[\w:.]*\s*(\{[^{}]*\})?\s*$/.test(bare)) {
    return [{ path, value, problem: "is not a series selector", remedy: `give one such as ${EXAMPLE}` }];
  }
  if (/\$(side|version)\b/.test(value)) return [];
  const problem = "selects the same series for both sides";
  const remedy =
    'add a label that differs between them, with $side (stable, canary or a color) or $version: track="$side"';
  return [{ path, value, problem, remedy }];
}
