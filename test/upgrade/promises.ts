import { type Changes, kindOf, titleOf } from "./compare.js";

// What no upgrade does. What else it changes is listed, and explained to users.

interface Promised {
  /** Default: every kind. */
  readonly kinds?: readonly string[];
  readonly fields: RegExp;
  /** What a change of the fields does. */
  readonly effect: string;
}

const ROUTES = ["TCPRoute", "UDPRoute", "TLSRoute", "HTTPRoute", "GRPCRoute"];

/**
 * The fields that force the Kubernetes provider to replace an object are those of its own list:
 * https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/provider/diff.go
 */
const PROMISES: readonly Promised[] = [
  { fields: /^inputs\.metadata\.(name|namespace)$/, effect: "replaces the object" },
  {
    kinds: ["Deployment", "DaemonSet"],
    fields: /^inputs\.spec\.selector\b/,
    effect: "replaces the object, and with it all pods",
  },
  { kinds: ["Service"], fields: /^inputs\.spec\.clusterIP$/, effect: "replaces the Service" },
  { kinds: ["ConfigMap"], fields: /^inputs\.(data|binaryData)\b/, effect: "replaces the ConfigMap" },
  { kinds: ["Secret"], fields: /^inputs\.(data|stringData|type)\b/, effect: "replaces the Secret" },
  { kinds: ["ClusterRoleBinding"], fields: /^inputs\.roleRef\b/, effect: "replaces the role binding" },
  {
    kinds: ["Deployment", "DaemonSet", "DaemonSetPatch"],
    fields: /^inputs\.spec\.template\b/,
    effect: "restarts the pods",
  },
  {
    kinds: ["Deployment"],
    fields: /^inputs\.spec\.(replicas|strategy|minReadySeconds|paused)\b/,
    effect: "starts or ends pods",
  },
  {
    kinds: ["HorizontalPodAutoscaler"],
    fields: /^inputs\.spec\b/,
    effect: "starts or ends pods",
  },
  {
    kinds: ["PodDisruptionBudget"],
    fields: /^inputs\.spec\.selector\b/,
    effect: "guards other pods against eviction",
  },
  { kinds: ["Service", ...ROUTES], fields: /^inputs\.spec\b/, effect: "moves connections" },
  { kinds: ["ConfigMapPatch"], fields: /^inputs\.data\b/, effect: "configures kube-proxy differently" },
  { fields: /^options\.(protect|retainOnDelete)$/, effect: "changes what `destroy` deletes" },
];

/** What an upgrade that makes these changes does although it must not, one thing a line. */
export function brokenPromises({ removed, changed }: Changes): string[] {
  return [
    ...removed.map((resource) => `deletes ${titleOf(resource)} (${resource.urn})`),
    ...changed.flatMap(({ resource, fields }) =>
      fields.flatMap(({ path, old, new: next }) => {
        const effect = effectOf(kindOf(resource), path);
        const values = `${JSON.stringify(old)} → ${JSON.stringify(next)}`;
        return effect ? [`${effect}: ${titleOf(resource)}, ${path}: ${values}`] : [];
      }),
    ),
  ];
}

/** What to do when a promise is broken. */
export const REMEDY = `An upgrade must not do this to a program of a released version, because users change nothing but the version.
  deletes: the resource has another name, type token or parent now. Give back the former one, or give the resource an alias of it (aliases).
  everything else: give back the former value, or write the new one only where an argument asks for it.
  If users must accept it: remove the record of that release from test/upgrade/recorded, describe the change in docs/upgrading.md, and release a major version.
`;

function effectOf(kind: string, path: string): string | undefined {
  return PROMISES.find(({ kinds, fields }) => (kinds?.includes(kind) ?? true) && fields.test(path))?.effect;
}
