/** A kubeconfig of a cluster that does not answer. */
const kubeconfig = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "it", cluster: { server: "http://127.0.0.1:1" } }],
  users: [{ name: "it", user: {} }],
  contexts: [{ name: "it", context: { cluster: "it", user: "it" } }],
  "current-context": "it",
});

/** How YAML writes the value of a resource. */
const value = (path: string) => `\${${path}}`;

/** A YAML program whose canary has a provider of its own, with these settings. */
function programWith(settings: object, args: object, others: object = {}): object {
  const container = { name: "app", resources: { requests: { cpu: "100m" } } };
  const web = {
    replicas: 3,
    weight: 0,
    stable: { version: "v1", image: "example.com/web:v1" },
    template: { spec: { containers: [container] } },
    service: { ports: [{ port: 80 }] },
    ...args,
  };
  const options = { providers: [value("cluster")] };
  const cluster = { type: "pulumi:providers:kubernetes", properties: settings };
  const canary = { type: "pulumi-kubernetes-traffic:CanaryDeployment", properties: web, options };
  return { name: "traffic", runtime: "yaml", resources: { cluster, ...others, web: canary } };
}

/** The provider writes files. The namespace is a resource. */
export const inNamespace = programWith(
  { renderYamlToDirectory: "rendered" },
  { namespace: value("team.metadata.name") },
  {
    team: {
      type: "kubernetes:core/v1:Namespace",
      properties: { metadata: { name: "team" } },
      options: { provider: value("cluster") },
    },
  },
);

/** The cluster of the provider does not answer, and a step must read it first. */
export const readsCluster = programWith(
  { kubeconfig },
  { namespace: "team", autoscaling: { maxReplicas: 6, matchLiveSize: true } },
);

/** An argument that is refused is a secret. */
export const refusedSecret = programWith(
  { renderYamlToDirectory: "rendered" },
  { namespace: { "fn::secret": "TOP SECRET" } },
);
