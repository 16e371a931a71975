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
  check(stack, { from, to }, report) {
    const owners = new Map<string, string>();
    const services = stack.objects.filter(
      ({ kind, apiVersion }) => kind === "Service" && apiVersion === "core/v1",
    );
    for (const service of services) {
      const claim = (path: string, port: number, protocol: string) => {
        const where = { title: service.title, urn: service.urn, path, value: port };
        const key = `${port} ${protocol}`;
        const owner = owners.get(key);
        owners.set(key, owner ?? service.title);
        if (port < from || port > to) {
          report.object({
            ...where,
            problem: "is not a port of the nodes",
            remedy: `choose one from ${from} to ${to}`,
          });
        } else if (owner !== undefined) {
          const problem = `(${protocol}) is already used by ${owner}`;
          report.object({ ...where, problem, remedy: "choose another one" });
        }
      };
      for (const [index, port] of list(getPath(service.value, "spec", "ports")).entries()) {
        report.part(() => {
          const value = requireKnown(number(getPath(port, "nodePort")));
          const protocol = requireKnown(text(getPath(port, "protocol"))) ?? "TCP";
          if (value !== undefined) claim(`spec.ports[${index}].nodePort`, value, protocol);
        }, service.title);
      }
      report.part(() => {
        const value = requireKnown(number(getPath(service.value, "spec", "healthCheckNodePort")));
        if (value !== undefined) claim("spec.healthCheckNodePort", value, "TCP");
      }, service.title);
    }
  },
});
