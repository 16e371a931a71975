import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { isRecord } from "../../diagnostics/checks.js";
import { quote } from "../../diagnostics/format.js";
import { isOutputOrPromise, mapInput } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import { didYouMean } from "../../diagnostics/suggest.js";
import type { CheckedService } from "../service.js";
import { checkBy, type GivenTemplate, readContainers, records, settled, together } from "./containers.js";

type ServicePort = input.core.v1.ServicePort;

/** The named ports of the containers in one template. */
interface NamedPorts {
  readonly path: string;
  readonly ports: readonly Record<string, unknown>[];
}

/**
 * Refuses a named `targetPort` that no container of a template has: Kubernetes then sends no connections to its pods, and
 * reports nothing. It compares the protocol too, as Kubernetes does.
 */
export function checkTargetPorts(
  problems: Problems,
  service: CheckedService,
  path: string,
  templates: readonly GivenTemplate[],
): CheckedService {
  const namedPorts = together(templates.map(portsOf));
  const ports = checkInput(service.spec.ports ?? [], problems, (list = [], problems) => {
    if (!Array.isArray(list)) return list; // refused already
    return list.map((port, index) =>
      checkInput(port, problems, (given, problems) =>
        checkTarget(given, `${path}.ports[${index}].targetPort`, namedPorts, problems),
      ),
    );
  });
  return { ...service, spec: { ...service.spec, ports } };
}

function checkTarget(
  port: ServicePort,
  path: string,
  namedPorts: Input<NamedPorts[]>,
  problems: Problems,
): ServicePort {
  if (!isRecord(port) || port.targetPort === undefined) return port;
  const targetPort = checkInput(port.targetPort, problems, (target, problems) => {
    if (typeof target !== "string" || !NAME.test(target)) return target;
    return checkBy(target, namedPorts, problems, (known, problems) => {
      for (const pods of known) refuseMissing(target, port.protocol ?? "TCP", path, pods, problems);
    });
  });
  return { ...port, targetPort };
}

/** The API server refuses a name without a letter. */
const NAME = /[a-z]/i;

function refuseMissing(
  target: string,
  protocol: unknown,
  path: string,
  { path: template, ports }: NamedPorts,
  problems: Problems,
): void {
  const usable = ports.filter((port) => isOutputOrPromise(protocol) || (port.protocol ?? "TCP") === protocol);
  const names = usable.map(({ name }) => name).filter((name) => typeof name === "string");
  if (names.includes(target)) return;
  const kind = isOutputOrPromise(protocol) ? "a port" : `a ${String(protocol)} port`;
  const listed = names.length === 0 || problems.masked ? "" : ` (${names.map(quote).join(", ")})`;
  problems.refuse({
    path,
    value: target,
    problem: `is not the name of ${kind} in ${template}${listed}, so its pods would get no connections`,
    remedy:
      (problems.masked ? undefined : didYouMean(target, names)) ??
      `give a port of the container this name, or use its number`,
  });
}

function portsOf({ path, template }: GivenTemplate): Input<NamedPorts> {
  const lists = readContainers(template, ({ ports }) => settled(ports));
  return mapInput(lists, (known) => ({ path, ports: known.flatMap(records) }));
}
