import { isService } from "../facts/services.js";
import { getPath, list, number, requireKnown, text } from "../facts/unknown.js";
import { wholeLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

const ANY_PORT = { minimum: 1, maximum: 65_535 };

/** A port of the nodes is in the API server's range and belongs to one Service. */
export const nodePorts = stackPolicy({
  name: "node-ports",
  description: "Each nodePort is in the cluster's range and is used by one Service of the stack.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Choose a free port in the range, or leave nodePort out: Kubernetes then chooses one.",
  url: "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
  limits: {
    from: wholeLimit("First port of the API server's --service-node-port-range.", 30_000, ANY_PORT),
    to: wholeLimit("Last port of it.", 32_767, ANY_PORT),
  },
  check(stack, { from, to }, reporter) {
    const owners = new Map<string, string>();
    for (const service of stack.objects.filter(isService)) {
      const { title, urn, value: object } = service;
      const claim = (path: string, port: unknown, protocol: string) => {
        const value = requireKnown(number(port));
        if (value === undefined) return;
        const where = { title, urn, path, value };
        const key = `${value} ${protocol}`;
        const owner = owners.get(key);
        owners.set(key, owner ?? title);
        if (value < from || value > to) {
          const remedy = `choose one from ${from} to ${to}`;
          reporter.report({ ...where, problem: "is not a port of the nodes", remedy });
        } else if (owner !== undefined) {
          const problem = `(${protocol}) is already used by ${owner}`;
          reporter.report({ ...where, problem, remedy: "choose another one" });
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
