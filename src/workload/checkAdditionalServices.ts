import { checkPlain } from "../diagnostics/checkPlain.js";
import { isRecord } from "../diagnostics/checks.js";
import type { Problems } from "../diagnostics/problems.js";
import { checkNamePart, MAX_NAME_LENGTH } from "../kubernetes/check/names.js";
import { checkService } from "../kubernetes/check/service.js";
import type { CheckedService, ServiceArgs } from "../kubernetes/service.js";

/** The names of other Services of the component, and the origin of each. */
export type Taken = ReadonlyMap<string, string>;

/**
 * Checks the additional Services. `taken` has the names that other Services of the component have or may get. A name counts
 * both as a resource's and as an object's, so that no Service can become another one.
 */
export function checkAdditionalServices(
  problems: Problems,
  app: string,
  given: unknown,
  taken: Taken,
): Map<string, CheckedService> {
  const path = "additionalServices";
  const checked = new Map<string, CheckedService>();
  if (given === undefined || !checkPlain(problems, path, given, "object")) return checked;
  if (!isRecord(given)) {
    const remedy = "give them by the suffix of their names, such as { dns: { ports: [{ port: 53 }] } }";
    problems.refuse({ path, value: given, problem: "is not a set of Services", remedy });
    return checked;
  }
  const names = new Map(taken);
  for (const [key, args] of Object.entries(given)) {
    const at = `${path}.${key}`;
    const named = checkNamePart(problems, at, key);
    const service = checkService(problems, args as ServiceArgs, at);
    if (!named || !service) continue;
    const resource = `${app}-${key}`;
    for (const name of new Set([resource, service.name ?? resource])) {
      const other = names.get(name);
      if (other !== undefined) {
        const problem = `would have the name ${name}, the same as ${other}`;
        problems.refuse({ path: at, problem, remedy: "choose another name" });
      } else if (name.length > MAX_NAME_LENGTH) {
        const problem = `would have the name ${name}, which has ${name.length} characters`;
        problems.refuse({ path: at, problem, remedy: `use at most ${MAX_NAME_LENGTH}` });
      }
      names.set(name, at);
    }
    checked.set(key, service);
  }
  return checked;
}
