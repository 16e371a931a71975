import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { mapInput } from "../diagnostics/inputs.js";
import type { Labels } from "./labels.js";

/**
 * The Service in front of the pods: every field of a Kubernetes ServiceSpec except `selector`, which the component sets.
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
 */
export interface ServiceArgs extends Omit<input.core.v1.ServiceSpec, "selector" | "ports"> {
  /** Ports of the Service: at least one. Each of several ports needs a `name`. Required. */
  ports: Input<Input<input.core.v1.ServicePort>[]>;
  /** Name of the Service. Use it to take over an existing one. It can never change. Default: the component's name. */
  name?: string;
  /** Annotations of the Service, for example for the controller of a load balancer. Default: none. */
  annotations?: Input<Labels>;
  /** Labels of the Service, in addition to the common ones. Default: none. */
  labels?: Input<Labels>;
  /**
   * The API server's `--service-node-port-range`, as "from-to". Default: "30000-32767", as in Kubernetes. A `nodePort`
   * outside the range is refused before the rollout of the pods; the API server would refuse it only afterwards.
   */
  nodePortRange?: string;
}

/** A checked Service. */
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
