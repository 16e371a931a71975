import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { checkPlain, OUTPUTS_IN_FIELDS } from "../../diagnostics/checkPlain.js";
import { checkWhole, checkWord, isRecord } from "../../diagnostics/checks.js";
import { isOutputOrPromise } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { CheckedService, ServiceArgs } from "../service.js";
import { checkLabels } from "./labels.js";
import { checkObjectName } from "./names.js";

/** Without ExternalName, which sends no traffic to pods. */
const TYPES = ["ClusterIP", "NodePort", "LoadBalancer"];
const DEFAULT_RANGE = "30000-32767";

/** Checks the Service at `path`. Returns undefined if there is no Service to build. */
export function checkService(
  problems: Problems,
  service: ServiceArgs,
  path: string,
): CheckedService | undefined {
  if (!checkPlain(problems, path, service, "object", OUTPUTS_IN_FIELDS)) return undefined;
  if (!isRecord(service)) {
    const remedy = "give { ports: [{ port: 80 }] }";
    problems.refuse({ path, value: service, problem: "is not a Service", remedy });
    return undefined;
  }
  const { name, annotations, labels, nodePortRange = DEFAULT_RANGE, ports, ...rest } = service;
  if (name !== undefined) checkObjectName(problems, `${path}.name`, name);
  const spec = checkSpec(rest, path, problems);
  const range = parseRange(nodePortRange, `${path}.nodePortRange`, problems);
  return {
    name,
    annotations,
    labels: checkInput(labels ?? {}, problems, (given, problems) =>
      checkLabels(problems, `${path}.labels`, given),
    ),
    spec: {
      ...spec,
      ports: checkInput(ports, problems, (list, problems) =>
        checkPorts(list, { path, type: rest.type, range }, problems),
      ),
    },
  };
}

type PortlessSpec = Omit<input.core.v1.ServiceSpec, "selector" | "ports">;

function checkSpec(spec: PortlessSpec, path: string, problems: Problems): PortlessSpec {
  if ("selector" in spec) {
    problems.refuse({
      path: `${path}.selector`,
      problem: "is set by the component",
      remedy: "leave it out",
    });
  }
  if (spec.publishNotReadyAddresses !== undefined && spec.publishNotReadyAddresses !== false) {
    const problem = "sends traffic to pods that are not ready, which defeats every step of a release";
    problems.refuse({ path: `${path}.publishNotReadyAddresses`, problem, remedy: "leave it out" });
  }
  if (spec.type === undefined) return spec;
  const type = checkInput(spec.type, problems, (given, problems) => {
    checkWord(problems, `${path}.type`, given, TYPES);
    return given;
  });
  return { ...spec, type };
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function parseRange(text: unknown, path: string, problems: Problems): Range {
  const anyPort = { min: 1, max: 65535 };
  if (!checkPlain(problems, path, text, "text")) return anyPort;
  const match = typeof text === "string" ? /^(\d+)-(\d+)$/.exec(text) : null;
  const range = { min: Number(match?.[1]), max: Number(match?.[2]) };
  if (match && range.min >= 1 && range.min <= range.max && range.max <= 65535) return range;
  const remedy = `use the value of the API server, such as "${DEFAULT_RANGE}"`;
  problems.refuse({ path, value: text, problem: "is not a range of ports", remedy });
  return anyPort;
}

/** The Service that a port belongs to. */
interface Owner {
  readonly path: string;
  readonly type: unknown;
  readonly range: Range;
}

function checkPorts(list: unknown, owner: Owner, problems: Problems): input.core.v1.ServicePort[] {
  if (!Array.isArray(list) || list.length === 0) {
    problems.refuse({
      path: `${owner.path}.ports`,
      value: list,
      problem: "lists no ports",
      remedy: "give at least one",
    });
    return list as input.core.v1.ServicePort[];
  }
  const names = new Set<unknown>();
  return list.map((port, index) => {
    const path = `${owner.path}.ports[${index}]`;
    return checkInput(port as input.core.v1.ServicePort, problems, (given, problems) => {
      if (!isRecord(given)) {
        problems.refuse({ path, value: given, problem: "is not a port", remedy: "give { port: 80 }" });
        return given;
      }
      if (list.length > 1) checkPortName(given.name, names, path, problems);
      return checkPort(given, owner, path, problems);
    });
  }) as input.core.v1.ServicePort[];
}

function checkPortName(name: unknown, names: Set<unknown>, path: string, problems: Problems): void {
  if (isOutputOrPromise(name)) return;
  if (typeof name !== "string" || name === "") {
    problems.refuse({
      path: `${path}.name`,
      problem: "is missing",
      remedy: "each of several ports needs a name",
    });
  } else if (names.has(name)) {
    problems.refuse({
      path: `${path}.name`,
      value: name,
      problem: "is the name of another port",
      remedy: "rename one",
    });
  }
  names.add(name);
}

function checkPort(
  port: input.core.v1.ServicePort,
  { path: service, type, range }: Owner,
  path: string,
  problems: Problems,
): input.core.v1.ServicePort {
  const anyPort = { min: 1, max: 65535 };
  const checked = (field: "port" | "nodePort", limits: Range) =>
    checkInput(port[field] as Input<number>, problems, (value, problems) => {
      checkWhole(problems, `${path}.${field}`, value, limits);
      return value;
    });
  const target = checkInput(port.targetPort, problems, (value, problems) => {
    if (typeof value === "number") checkWhole(problems, `${path}.targetPort`, value, anyPort);
    return value;
  });
  if (port.nodePort !== undefined && (type === undefined || type === "ClusterIP")) {
    const problem = "needs a Service of type NodePort or LoadBalancer";
    problems.refuse({ path: `${path}.nodePort`, problem, remedy: `set ${service}.type to "NodePort"` });
  }
  return {
    ...port,
    port: checked("port", anyPort),
    ...(port.targetPort === undefined ? {} : { targetPort: target as Input<number | string> }),
    ...(port.nodePort === undefined ? {} : { nodePort: checked("nodePort", range) }),
  };
}
