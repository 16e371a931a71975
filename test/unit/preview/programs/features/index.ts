import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

// One of each kind of registration. The tests assert what the monitor recorded.
class Level extends pulumi.ComponentResource {
  constructor(name: string, depth: number, opts: pulumi.ComponentResourceOptions = {}) {
    super("test:index:Level", name, { depth }, opts);
    if (depth > 1) new Level(`${name}-${depth - 1}`, depth - 1, { parent: this });
    else new k8s.core.v1.ConfigMap(`${name}-leaf`, { metadata: { name: `${name}-leaf` } }, { parent: this });
    this.registerOutputs({ depth });
  }
}

const namespace = new k8s.core.v1.Namespace("team", { metadata: { name: "team" } });
const provider = new k8s.Provider("team", { namespace: namespace.metadata.name });
new Level("deep", 3, { providers: { kubernetes: provider } });

const noted: pulumi.ResourceTransform = (args) =>
  args.type === "kubernetes:core/v1:ConfigMap"
    ? { props: { ...args.props, data: { ...args.props.data, noted: "yes" } }, opts: args.opts }
    : undefined;
new k8s.core.v1.ConfigMap(
  "renamed",
  { metadata: { name: "renamed" } },
  { transforms: [noted], aliases: [{ name: "before" }] },
);

const pet = new random.RandomPet("pet");
// The real CLI needs a cluster and another stack for these two.
if (!new pulumi.Config().getBoolean("alone")) {
  const reference = new pulumi.StackReference("organization/net/dev");
  const existing = k8s.core.v1.ConfigMap.get("existing", "kube-system/existing");
  new k8s.core.v1.ConfigMap("unknowns", {
    metadata: { name: "unknowns" },
    data: {
      pet: pet.id,
      zone: reference.requireOutput("zone") as pulumi.Output<string>,
      read: existing.data.apply((data) => data.key),
    },
  });
}
new k8s.core.v1.ConfigMap("nameless", { metadata: { name: pet.id } });

new k8s.core.v1.Secret("secret", {
  metadata: { name: "secret" },
  stringData: { password: pulumi.secret("hush-hush") },
});
new k8s.yaml.ConfigGroup("group", {
  yaml: "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: listed}\n",
});

export const petName = pet.id;
export const password = pulumi.secret("hush-hush");
