import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { mapInput } from "../diagnostics/inputs.js";
import type { Labels } from "./labels.js";

/**
 * The Service in front of the pods: every field of a Kubernetes ServiceSpec but `selector`, which the component owns.
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
 */
export interface ServiceArgs extends Omit<input.core.v1.ServiceSpec, "selector" | "ports"> {
  /** Ports of the Service; at least one. Several ports need a `name` each. */
  ports: Input<Input<input.core.v1.ServicePort>[]>;
  /** Name of the Service, for taking one over. It can never change. Default: the component's name. */
  name?: string;
  /** Annotations of the Service, for a load balancer's controller for example. Default none. */
  annotations?: Input<Labels>;
  /** Labels of the Service beside the common ones. Default none. */
  labels?: Input<Labels>;
  /**
   * The API server's `--service-node-port-range` where it is not Kubernetes' own, as "from-to". Default "30000-32767".
   * A `nodePort` outside is refused here, before the pods are rolled, rather than by the API server afterwards.
   */
  nodePortRange?: string;
}

/** The Service that the user wrote, without faults. */
export interface CheckedService {
  /** Name of an object that may already be in the cluster; undefined for one that the component names. */
  readonly name?: string | undefined;
  readonly annotations?: Input<Labels> | undefined;
  readonly labels: Input<Labels>;
  /** Everything but the selector. */
  readonly spec: input.core.v1.ServiceSpec;
}

/** A Service that is reachable only inside the cluster, with the ports of another one. */
export function clusterService(service: CheckedService): CheckedService {
  return { labels: service.labels, spec: { type: "ClusterIP", ports: clusterPorts(service.spec.ports) } };
}

/** Ports without node ports, each of which can belong to one Service only. */
export function clusterPorts(ports: input.core.v1.ServiceSpec["ports"]): Input<Input<ServicePort>[]> {
  const withoutNodePort = ({ nodePort: _, ...port }: ServicePort) => port;
  return mapInput(ports ?? [], (list = []) => list.map((port) => mapInput(port, withoutNodePort)));
}

type ServicePort = input.core.v1.ServicePort;
