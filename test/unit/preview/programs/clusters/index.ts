import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

// One Service `app` for each entry of `places`: the kubeconfig of its provider, its namespace, and its name if another one.
interface Place {
  readonly resource: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly name?: string;
}

for (const { resource, kubeconfig, context, namespace, name = "app" } of new pulumi.Config().requireObject<
  Place[]
>("places")) {
  const provider =
    kubeconfig === undefined && context === undefined
      ? undefined
      : new k8s.Provider(resource, { kubeconfig, context });
  new k8s.core.v1.Service(
    resource,
    { metadata: { name, namespace }, spec: { ports: [{ port: 80 }] } },
    { provider },
  );
}
