import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isMap, parse, parseDocument } from "yaml";
import { ownKey } from "../project/stackFile.js";
import { DEFAULT_CLUSTER } from "../report/clusters.js";
import { fileOf, providerFileOf } from "../report/fileNames.js";
import type { Document } from "../report/render.js";
import type { RenderedFile } from "../report/renderFolder.js";

/**
 * The environment of pulumi. Without a backend of the user, the state is in the project's `.pulumi/` with an empty
 * passphrase. KUBECONFIG is the file of --kubeconfig, or unset: the provider does not render with one.
 */
export function pulumiEnvironment(
  environment: NodeJS.ProcessEnv,
  root: string,
  kubeconfig: string | undefined,
): NodeJS.ProcessEnv {
  const { KUBECONFIG: _, ...variables } = environment;
  if (kubeconfig !== undefined) variables.KUBECONFIG = resolve(kubeconfig);
  if (!hasBackend(environment)) {
    variables.PULUMI_BACKEND_URL = pathToFileURL(root).href;
    if (!environment.PULUMI_CONFIG_PASSPHRASE_FILE) variables.PULUMI_CONFIG_PASSPHRASE ??= "";
  }
  variables.PULUMI_SKIP_UPDATE_CHECK ??= "true";
  return variables;
}

/** Adds configuration to the text of a stack file. Comments, secrets and other keys stay. */
export function withConfig(text: string, project: string, config: ReadonlyMap<string, string>): string {
  const document = parseDocument(text);
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never;
  if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
  for (const [key, value] of config) {
    const full = ownKey(key, project);
    if (full.startsWith(`${project}:`)) document.deleteIn(["config", full.slice(project.length + 1)]);
    document.setIn(["config", full], value);
  }
  return document.toString({ lineWidth: 0 });
}

/** The part of `pulumi stack export` that is used here. */
export interface StackExport {
  readonly deployment: {
    readonly resources?: readonly { readonly inputs?: Document; readonly custom?: boolean }[];
  };
}

/** The provider's files in the order of the state. There, a resource follows all its dependencies. */
export function renderedFiles(directory: string, state: StackExport): RenderedFile[] {
  return (state.deployment.resources ?? []).flatMap(({ inputs, custom }) => {
    const metadata = inputs?.metadata as { name?: string; namespace?: string } | undefined;
    if (!custom || typeof inputs?.kind !== "string" || typeof metadata?.name !== "string") return [];
    const identity = { apiVersion: String(inputs.apiVersion), kind: inputs.kind, ...metadata };
    const file = join(directory, providerFileOf(identity));
    if (!existsSync(file)) return [];
    const document = parse(readFileSync(file, "utf8")) as Document;
    return { cluster: DEFAULT_CLUSTER, path: fileOf(identity), document, missing: NOTHING };
  });
}

// The provider has every value when it renders.
const NOTHING = { computed: [], secrets: [] };

/** True when the user has a backend: a named one, or Pulumi Cloud with a token. */
export function hasBackend(environment: NodeJS.ProcessEnv): boolean {
  return Boolean(environment.PULUMI_BACKEND_URL || environment.PULUMI_ACCESS_TOKEN);
}
