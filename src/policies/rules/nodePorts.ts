import { isService } from "../facts/services.js";
import { getPath, list, number, requireKnown, text } from "../facts/unknown.js";
import { wholeLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

const ANY_PORT = { minimum: 1, maximum: 65_535 };

/** Finds node ports that the API server would refuse, before an update is halfway through. */
export const nodePorts = stackPolicy({
  name: "node-ports",
  description: "Each nodePort is in the cluster's range and belongs to one Service of the stack.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Choose a free port in the range, or remove nodePort to let Kubernetes choose one.",
  url: "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
  limits: {
    from: wholeLimit("First port of the API server's --service-node-port-range.", 30_000, ANY_PORT),
    to: wholeLimit("Last port of that range.", 32_767, ANY_PORT),
  },
  check(stack, { from, to }, reporter) {
    const owners = new Map<string, string>();
    for (const service of stack.objects.filter(isService)) {
      const { title, urn, cluster, value: object } = service;
      const claim = (path: string, port: unknown, protocol: string) => {
        const value = requireKnown(number(port));
        if (value === undefined) return;
        const where = { title, urn, path, value };
        const key = `${value} ${protocol} ${cluster}`;
        const owner = owners.get(key);
        owners.set(key, owner ?? title);
        if (value < from || value > to) {
          const remedy = `use a port from ${from} to ${to}`;
          reporter.report({ ...where, problem: "is outside the range of node ports", remedy });
        } else if (owner !== undefined) {
          const problem = `(${protocol}) is already used by ${owner}`;
          reporter.report({ ...where, problem, remedy: "use another port" });
        }
      };
      for (const [index, port] of list(getPath(object, "spec", "ports")).entries()) {
        reporter.attempt(() => {
          const protocol = requireKnown(text(getPath(port, "protocol"))) ?? "TCP";
          claim(`spec.ports[${index}].nodePort`, getPath(port, "nodePort"), protocol);
        }, title);
      }
      reporter.attempt(() => {
        claim("spec.healthCheckNodePort", getPath(object, "spec", "healthCheckNodePort"), "TCP");
      }, title);
    }
  },
});
