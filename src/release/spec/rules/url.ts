import type { Path, SpecFinding } from "../finding.js";
import { textOf } from "../raw.js";

/** An address of http or https, without a password: the file is in git. `remedy` is where a login comes from. */
export function urlProblems(value: unknown, path: Path, remedy: string): SpecFinding[] {
  const text = textOf(value);
  if (text === undefined) return [];
  const form = "give an address such as http://myapp-canary/healthz";
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return [{ path, value, problem: "is not a URL", remedy: form }];
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return [{ path, value, problem: "is not an http or https address", remedy: form }];
  }
  if (url.username === "" && url.password === "") return [];
  return [{ path, value, problem: "has a user or password", remedy }];
}
