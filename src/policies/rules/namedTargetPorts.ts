import { quote } from "../../diagnostics/format.js";
import { didYouMean } from "../../diagnostics/suggest.js";
import type { ServiceFacts } from "../facts/services.js";
import { getPath, list, requireKnown, text } from "../facts/unknown.js";
import type { PortFacts, WorkloadFacts } from "../facts/workloads.js";
import { stackPolicy } from "../framework/policy.js";
import type { Reporter } from "../framework/reporter.js";

/** Finds pods that a Service selects but sends no connections: Kubernetes reports nothing where the name is wrong. */
export const namedTargetPorts = stackPolicy({
  name: "named-target-ports",
  description: "Each named targetPort of a Service is a port of all the pods that the Service selects.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Give the port of a container this name and protocol, or use its number as targetPort.",
  url: "https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports",
  limits: {},
  check(stack, _, reporter) {
    reporter.forEach(stack.services, (service) => {
      const selected = stack.selectedBy(service);
      for (const [index, port] of list(getPath(service.value, "spec", "ports")).entries()) {
        reporter.attempt(() => {
          const target = requireKnown(getPath(port, "targetPort"));
          if (typeof target !== "string" || !NAME.test(target)) return;
          const protocol = requireKnown(text(getPath(port, "protocol"))) ?? "TCP";
          const path = `spec.ports[${index}].targetPort`;
          for (const workload of selected) judge(service, { path, target, protocol }, workload, reporter);
        }, service.title);
      }
    });
  },
});

/** The API server refuses a name without a letter. */
const NAME = /[a-z]/i;

interface Target {
  readonly path: string;
  readonly target: string;
  readonly protocol: string;
}

function judge(
  { title, urn }: ServiceFacts,
  { path, target, protocol }: Target,
  workload: WorkloadFacts,
  reporter: Reporter,
): void {
  reporter.attempt(() => {
    const names = namesOf(workload, protocol, target);
    if (names.includes(target)) return;
    const listed = names.length === 0 ? "" : ` (${names.map(quote).join(", ")})`;
    const problem = `is not the name of a ${protocol} port of ${workload.title}${listed}, so its pods get no connections`;
    const remedy = didYouMean(target, names) ?? "give a port of the container this name, or use its number";
    reporter.report({ title, urn, path, value: target, problem, remedy });
  }, workload.title);
}

/** Returns the names of the ports with a protocol. Throws if `target` may be one that is unknown. */
function namesOf({ containers }: WorkloadFacts, protocol: string, target: string): string[] {
  const ports = containers.filter(({ role }) => role !== "init").flatMap((container) => container.ports);
  const isTarget = (port: PortFacts) => port.name === target && port.protocol === protocol;
  if (ports.some(isTarget)) return [target];
  const known = ports.map(({ name, protocol }) => ({
    name: requireKnown(name),
    protocol: requireKnown(protocol),
  }));
  return known.flatMap(({ name, protocol: of }) => (name !== undefined && of === protocol ? [name] : []));
}
