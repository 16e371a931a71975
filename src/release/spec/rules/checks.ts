import type { Path, SpecFinding } from "../finding.js";
import { listOf, recordOf } from "../raw.js";
import { urlProblems } from "./url.js";

const KINDS = ["http", "job", "command"] as const;

/** Each check is one of http, job and command. */
export function checkProblems(root: unknown): SpecFinding[] {
  return listOf(recordOf(root).checks).flatMap((item, at) => {
    const isMap = typeof item === "object" && item !== null && !Array.isArray(item);
    return isMap ? checkOf(recordOf(item), ["checks", at]) : [];
  });
}

function checkOf(check: Readonly<Record<string, unknown>>, path: Path): SpecFinding[] {
  const kinds = KINDS.filter((kind) => kind in check);
  const problems: SpecFinding[] = [];
  // A key that is not known is reported already, and may be the misspelled kind.
  const misspelled = Object.keys(check).some(
    (key) => key !== "timeout" && !KINDS.some((kind) => kind === key),
  );
  if (kinds.length === 0 && !misspelled) {
    problems.push({ path, problem: "checks nothing", remedy: "give http, job or command" });
  }
  if (kinds.length > 1) {
    problems.push({ path, problem: `is ${kinds.join(" and ")} at once`, remedy: "make a check of each" });
  }
  if ("http" in check && "timeout" in check) {
    problems.push({
      path: [...path, "timeout"],
      problem: "is of each request",
      remedy: "write http.timeout",
    });
  }
  const login = "write a command check that reads the login from the environment";
  return [...problems, ...urlProblems(recordOf(check.http).url, [...path, "http", "url"], login)];
}
