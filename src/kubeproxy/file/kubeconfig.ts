import { stringify } from "yaml";

/** The key of the file beside kube-proxy's own, and where its container finds it. */
export const KUBECONFIG_KEY = "kubeconfig.conf";
export const KUBECONFIG_PATH = `/var/lib/kube-proxy/${KUBECONFIG_KEY}`;

const TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount";

/** How kube-proxy finds the API server, and shows that it runs as its ServiceAccount: kubeadm's file. */
export function kubeconfig(apiServer: string): string {
  return stringify(
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
