import { createHash } from "node:crypto";
import { parseAllDocuments } from "yaml";
import { isMap, type Marked, type Properties, reveal, Secret, Unknown } from "./values.js";

/** True for a resource that becomes one object in a cluster. */
export function isKubernetesObject(type: string, inputs: Properties): boolean {
  return (
    type.startsWith("kubernetes:") && typeof inputs.apiVersion === "string" && typeof inputs.kind === "string"
  );
}

/**
 * The inputs of an object after the Kubernetes provider's Check: empty fields are removed, an object without a name gets
 * one, `stringData` of a Secret becomes `data`, and the provider's `namespace` is filled in.
 *
 * The suffix of a generated name is a hash of the URN. The provider's is random, and two previews would differ.
 */
export function checkObject(urn: string, name: string, inputs: Properties, namespace?: Marked): Properties {
  const typed = TYPED_GROUPS.test(String(inputs.apiVersion));
  const object = typed ? (prune(encodeStringData(inputs)) as Properties) : inputs;
  const metadata: Properties = isMap(object.metadata) ? { ...object.metadata } : {};
  if (object.metadata instanceof Unknown || object.metadata instanceof Secret) return object;
  if (metadata.name === undefined && metadata.generateName === undefined) {
    metadata.name = `${name}-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
    const annotations = isMap(metadata.annotations) ? metadata.annotations : {};
    metadata.annotations = { ...annotations, "pulumi.com/autonamed": "true" };
  }
  if (metadata.namespace === undefined && namespace !== undefined && !isClusterScoped(String(object.kind))) {
    metadata.namespace = namespace;
  }
  return { ...object, metadata };
}

/** A resource as the provider reads it: the API server gives every object a version, which programs use to mark changes. */
export function liveResource(type: string, live: Properties): Properties {
  if (!type.startsWith("kubernetes:") || type.startsWith("kubernetes:helm.sh/")) return live;
  return { ...live, metadata: { resourceVersion: "1", ...(isMap(live.metadata) ? live.metadata : {}) } };
}

/** The result of `kubernetes:yaml:decode`: the objects of all documents. Lists are expanded, empty documents skipped. */
export function decodeYaml(text: string, defaultNamespace?: string): Marked[] {
  const documents = parseAllDocuments(text);
  const objects: Marked[] = [];
  for (const document of documents) {
    const problem = document.errors[0];
    if (problem) throw new Error(`the YAML cannot be read: ${problem.message}`);
    const object = document.toJS() as Marked;
    if (!isMap(object)) continue;
    const items = typeof object.kind === "string" && object.kind.endsWith("List") ? object.items : undefined;
    objects.push(...(Array.isArray(items) ? items : [object]));
  }
  return defaultNamespace ? objects.map((object) => inNamespace(object, defaultNamespace)) : objects;
}

// Kinds of the Kubernetes API without a namespace. The provider asks the cluster; a preview cannot.
const CLUSTER_SCOPED = new Set([
  "APIService",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "FlowSchema",
  "GatewayClass",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
]);

function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

function inNamespace(object: Marked, namespace: string): Marked {
  if (!isMap(object) || isClusterScoped(String(object.kind))) return object;
  const metadata = isMap(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { namespace, ...metadata } };
}

// API groups whose types the provider knows. Only their objects lose empty fields: in a custom resource, an empty map
// may have a meaning.
const TYPED_GROUPS =
  /^(v1|(apps|autoscaling|batch|policy|(admissionregistration|apiregistration|certificates|coordination|discovery|events|flowcontrol\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io)\/.+)$/;

// Maps of strings, which the provider removes when they are empty. An empty object elsewhere has a meaning
// (`emptyDir: {}`, a NetworkPolicy's `podSelector: {}`) and stays.
const STRING_MAPS = new Set([
  "annotations",
  "binaryData",
  "data",
  "labels",
  "limits",
  "matchLabels",
  "nodeSelector",
  "requests",
  "stringData",
]);

function prune(value: Marked): Marked {
  if (Array.isArray(value)) return value.map(prune);
  if (!isMap(value)) return value;
  const kept = Object.entries(value).filter(([key, inner]) => inner !== null && !isEmpty(key, inner));
  return Object.fromEntries(kept.map(([key, inner]) => [key, prune(inner)]));
}

function isEmpty(key: string, value: Marked): boolean {
  if (Array.isArray(value)) return value.length === 0 && key !== "rules"; // a Role may have no rules on purpose
  return STRING_MAPS.has(key) && isMap(value) && Object.keys(value).length === 0;
}

function encodeStringData(inputs: Properties): Properties {
  if (inputs.kind !== "Secret" || inputs.stringData === undefined) return inputs;
  const { stringData, data, ...rest } = inputs;
  const encoded = mapValues(stringData, (text) => Buffer.from(String(text)).toString("base64"));
  const [plainData, plainEncoded] = [reveal(data), reveal(encoded)];
  if (!isMap(plainEncoded)) return { ...rest, data: encoded };
  const merged = { ...(isMap(plainData) ? plainData : {}), ...plainEncoded };
  return { ...rest, data: data instanceof Secret || encoded instanceof Secret ? new Secret(merged) : merged };
}

function mapValues(value: Marked, f: (leaf: Marked) => Marked): Marked {
  if (value instanceof Unknown) return value;
  if (value instanceof Secret) return new Secret(mapValues(value.value, f));
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapValues(inner, f)]));
  }
  return f(value);
}
