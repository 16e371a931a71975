import type { Path, SpecFinding } from "../finding.js";
import { parseSelector, withNameSuffix } from "../selector.js";

const EXAMPLE = 'write a selector such as http_requests_total{app="myapp",track="$side"}';

/** A series selector that differs between the sides. A histogram also needs a name, to which `_count` is added. */
export function selectorProblems(value: string, path: Path, isHistogram: boolean): SpecFinding[] {
  const selector = parseSelector(value);
  if ("problem" in selector) {
    const [problem = "", remedy = EXAMPLE] = selector.problem.split("; ");
    return [{ path, value, problem, remedy }];
  }
  if (isHistogram && !withNameSuffix(selector, "")) {
    const remedy = 'give its name without _bucket, such as http_request_duration_seconds{track="$side"}';
    return [{ path, value, problem: "has no fixed name of a histogram", remedy }];
  }
  if (selector.matchers.some((matcher) => /\$(side|version)\b/.test(matcher.value))) return [];
  const problem = "selects the same series for both sides";
  const remedy =
    'add a label that differs between them, with $side (stable, canary or a color) or $version: track="$side"';
  return [{ path, value, problem, remedy }];
}
