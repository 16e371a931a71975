import type { ResourceValidationArgs } from "@pulumi/policy";
import { parseDocument } from "yaml";
import { componentKindOf } from "../../contract/names.js";
import { componentTitle, madeBy } from "./components.js";
import { objectOf } from "./objects.js";
import { getPath, isRecord, plain, text, Unknown } from "./unknown.js";

/** The configuration of kube-proxy in a resource. */
export interface KubeProxyFacts {
  readonly title: string;
  /** The path of the configuration: "" in a KubeProxyConfig, `data["config.conf"].` in a ConfigMap. */
  readonly prefix: string;
  /** The mode. With undefined or "", kube-proxy chooses it. */
  readonly mode: string | Unknown | undefined;
  /** The mode of nodes that cannot run `mode`. Only a KubeProxyConfig has it. */
  readonly fallbackMode: string | Unknown | undefined;
  readonly scheduler: string | Unknown | undefined;
  readonly featureGates: unknown;
}

/**
 * Returns the kube-proxy configuration of a KubeProxyConfig, or of a ConfigMap or ConfigMapPatch written by
 * hand; undefined for any other resource.
 */
export function kubeProxyOf(resource: ResourceValidationArgs): KubeProxyFacts | undefined {
  if (componentKindOf(resource.type) === "KubeProxyConfig") {
    return facts(componentTitle(resource), "", plain(resource.props));
  }
  const object = objectOf(resource);
  if (object?.apiVersion !== "core/v1" || !/^ConfigMap(Patch)?$/.test(object.kind)) return undefined;
  if (madeBy(resource) === "KubeProxyConfig") return undefined; // the component's arguments are checked instead
  const data = getPath(object.value, "data");
  for (const [key, file] of Object.entries(isRecord(data) ? data : {})) {
    if (file instanceof Unknown && isProxyName(object.name)) throw file.error;
    const configuration = typeof file === "string" ? parsed(file) : undefined;
    if (configuration) return facts(object.title, `data[${JSON.stringify(key)}].`, configuration);
  }
  return undefined;
}

function isProxyName(name: string): boolean {
  return name.startsWith("kube-proxy");
}

function facts(title: string, prefix: string, configuration: unknown): KubeProxyFacts {
  return {
    title,
    prefix,
    mode: text(getPath(configuration, "mode")),
    fallbackMode: text(getPath(configuration, "fallbackMode")),
    scheduler: text(getPath(configuration, "ipvs", "scheduler")),
    featureGates: getPath(configuration, "featureGates"),
  };
}

/** Returns the content of a file if it is a kube-proxy configuration. Invalid YAML is not. */
function parsed(file: string): unknown {
  if (!file.includes("KubeProxyConfiguration")) return undefined;
  const document = parseDocument(file);
  const value: unknown = document.errors.length === 0 ? document.toJS() : undefined;
  return getPath(value, "kind") === "KubeProxyConfiguration" ? value : undefined;
}
