import { join } from "node:path";
import { root } from "../pages.js";
import { withProject } from "../project.js";

/** The files of a project, in place of those that every one has. */
type Files = Readonly<Record<string, string | undefined>>;

const PROJECT: Files = {
  "package.json": "{}",
  "Pulumi.yaml": "name: myapp\nruntime: nodejs\n",
  "Pulumi.dev.yaml": "config:\n  myapp:canaryWeight: 20\n",
  "index.js": "",
};

/** A cluster that does not answer: nothing listens on this port. */
const KUBECONFIG = `
clusters:
  - name: kind-dev
    cluster: { server: "https://127.0.0.1:1" }
contexts:
  - name: kind-dev
    context: { cluster: kind-dev, user: me }
users:
  - name: me
    user: {}
current-context: kind-dev
`;

/** What the command prints for each mistake of docs/troubleshooting.md. */
export const commandErrors: Readonly<Record<string, () => Promise<string>>> = {
  "error-no-project": errorOf(["preview"], { "Pulumi.yaml": undefined }),
  "error-option": errorOf(["preview", "--confg", "canaryWeight=20"]),
  "error-key-value": errorOf(["preview", "--config", "canaryWeight"]),
  "error-kubeconfig": errorOf(["up", "--kubeconfig", "kubeconfig.yaml"]),
  "error-cluster": errorOf(["status", "--kubeconfig", "kubeconfig.yaml"], { "kubeconfig.yaml": KUBECONFIG }),
  "error-runtime": errorOf(["preview"], { "Pulumi.yaml": "name: myapp\nruntime: python\n" }),
  "error-sdk": errorOf(["preview"], {}, { installed: false }),
  "error-render": errorOf(["preview", "--render", "."]),
  "error-one-object": errorOf(["preview"], { "index.js": services("web", "web") }),
  "error-object-name": errorOf(["preview"], { "index.js": services("../web") }),
  "error-encrypted": errorOf(["preview"], {
    "Pulumi.dev.yaml": [
      "encryptionsalt: v1:AAAAAAAAAAA=:v1:AAAAAAAAAAAAAAAA:AAAA",
      "config:",
      "  myapp:token:",
      "    secure: v1:AAAA:AAAA",
    ].join("\n"),
  }),
  "error-environment": errorOf(["preview"], { "Pulumi.dev.yaml": "environment:\n  - shared\n" }),
  "error-declared": errorOf(["preview"], {
    "Pulumi.yaml": "name: myapp\nruntime: nodejs\nconfig:\n  canaryWeight:\n    type: integer\n",
    "Pulumi.dev.yaml": undefined,
  }),
  "error-missing-config": errorOf(["preview"], {
    "index.js": 'const pulumi = require("@pulumi/pulumi");\nnew pulumi.Config().require("activeColor");',
  }),
  "error-stack": errorOf(["preview", "--stack", "prd"], { "Pulumi.prod.yaml": "" }),
  "error-stacks": errorOf(["preview"], {
    "Pulumi.dev.yaml": undefined,
    "Pulumi.prod.yaml": "",
    "Pulumi.staging.yaml": "",
  }),
  "error-package": errorOf(["preview"], { "index.js": 'require("left-pad");' }),
  "error-pack": errorOf(["preview", "--policy-pack", "policies"], { "policies/index.js": "" }),
  "error-refused": errorOf(["preview", "--policy-pack", join(root, "examples/policy-pack")], {
    "index.js": `const { KubeProxyConfig } = require("pulumi-kubernetes-traffic");
new KubeProxyConfig("kube-proxy", { mode: "ipvs", manage: "create", ipvs: { scheduler: "sed" } });`,
  }),
  "warning-misspelled-config": errorOf(["preview", "--config", "canaryWieght=50"]),
};

/** A program with one Service for each name. */
function services(...names: readonly string[]): string {
  const made = names.map(
    (name, at) => `new Service("service-${at + 1}", { metadata: { name: "${name}" } });`,
  );
  return ['const { Service } = require("@pulumi/kubernetes").core.v1;', ...made].join("\n");
}

/** What the command prints to stderr in such a project, with a folder of the reader's own in place of the real one. */
function errorOf(args: readonly string[], files: Files = {}, options = {}): () => Promise<string> {
  const all = Object.entries({ ...PROJECT, ...files }).filter(([, text]) => text !== undefined);
  return () =>
    withProject(
      Object.fromEntries(all) as Record<string, string>,
      async ({ directory, command }) => {
        const { stderr } = await command(args);
        return stderr.replaceAll(directory, "/home/me/myapp").trim();
      },
      options,
    );
}
