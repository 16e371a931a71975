import { createHash } from "node:crypto";
import { parseAllDocuments } from "yaml";
import { isMap, type Marked, type Properties, Secret, Unknown } from "./values.js";

/** True for a resource that becomes one object in a cluster. */
export function isKubernetesObject(type: string, inputs: Properties): boolean {
  return (
    type.startsWith("kubernetes:") && typeof inputs.apiVersion === "string" && typeof inputs.kind === "string"
  );
}

/**
 * What the kubernetes provider's Check makes of an object: empty maps are dropped, an object without a name gets one,
 * a Secret's `stringData` becomes `data`, and `namespace`, when the provider has one, is filled in.
 *
 * The provider's random suffix is a hash of the URN here, so that two previews of one program give the same names.
 */
export function checkObject(urn: string, name: string, inputs: Properties, namespace?: Marked): Properties {
  const object = prune(encodeStringData(inputs)) as Properties;
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

/** What `kubernetes:yaml:decode` answers: the objects of all documents, lists taken apart, empty documents left out. */
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

// The kinds of the Kubernetes API that stand outside namespaces. The provider asks the cluster; a preview cannot.
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

// The fields that Kubernetes defines as maps of strings, which vanish when empty. An empty object elsewhere has a
// meaning (`emptyDir: {}`, a NetworkPolicy's `podSelector: {}`) and stays.
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
  const kept = Object.entries(value).filter(
    ([key, inner]) =>
      inner !== null && !(STRING_MAPS.has(key) && isMap(inner) && Object.keys(inner).length === 0),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, prune(inner)]));
}

function encodeStringData(inputs: Properties): Properties {
  if (inputs.kind !== "Secret" || inputs.stringData === undefined) return inputs;
  const { stringData, ...rest } = inputs;
  const encoded = mapValues(stringData, (text) => Buffer.from(String(text)).toString("base64"));
  if (!isMap(encoded)) return { ...rest, data: encoded };
  return { ...rest, data: { ...(isMap(rest.data) ? rest.data : {}), ...encoded } };
}

function mapValues(value: Marked, f: (leaf: Marked) => Marked): Marked {
  if (value instanceof Unknown) return value;
  if (value instanceof Secret) return new Secret(mapValues(value.value, f));
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapValues(inner, f)]));
  }
  return f(value);
}
