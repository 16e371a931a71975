import { yaml } from "./yaml.js";

/** Key of the kubeconfig in the ConfigMap, and its path in kube-proxy's container. */
export const KUBECONFIG_KEY = "kubeconfig.conf";
export const KUBECONFIG_PATH = `/var/lib/kube-proxy/${KUBECONFIG_KEY}`;

const TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount";

/** kubeadm's kubeconfig: the address of the API server, and the token of kube-proxy's ServiceAccount. */
export function kubeconfig(apiServer: string): string {
  return yaml().stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        { cluster: { "certificate-authority": `${TOKEN}/ca.crt`, server: apiServer }, name: "default" },
      ],
      contexts: [{ context: { cluster: "default", namespace: "default", user: "default" }, name: "default" }],
      "current-context": "default",
      users: [{ name: "default", user: { tokenFile: `${TOKEN}/token` } }],
    },
    { indentSeq: false, lineWidth: 0 },
  );
}
