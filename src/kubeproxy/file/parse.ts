import type { Document, LineCounter, SchemaOptions } from "yaml";
import type { Problems } from "../../diagnostics/problems.js";
import { isPlainObject } from "../schema/tree.js";
import { yaml } from "./yaml.js";

/** YAML 1.1 as Go's parser reads it: `yes` is a boolean, but `1:20` is not a number and a date is text. */
const AS_GO: SchemaOptions & { version: "1.1" } = {
  version: "1.1",
  customTags: (tags) =>
    tags.filter(
      (tag) => typeof tag === "string" || (tag.format !== "TIME" && !tag.tag.endsWith(":timestamp")),
    ),
};

/**
 * Parses the live file. Refuses a file that is not a single document of the known kind, and reports `path`. Such a file is
 * never overwritten.
 */
export function readLiveFile(text: string, path: string, problems: Problems): Document | undefined {
  const { LineCounter, parseAllDocuments } = yaml();
  const lines = new LineCounter();
  const documents = [...parseAllDocuments(text, { ...AS_GO, lineCounter: lines })];
  const fault = syntaxFault(documents, lines) ?? contentFault(documents);
  if (!fault) return documents[0];
  problems.refuse({ path, ...fault });
  return undefined;
}

interface Fault {
  readonly problem: string;
  readonly remedy?: string;
}

function syntaxFault(documents: readonly Document[], lines: LineCounter): Fault | undefined {
  const mistake = documents.flatMap(({ errors }) => errors)[0];
  if (!mistake) return undefined;
  const { line, col } = lines.linePos(mistake.pos[0]);
  const what = mistake.message.split(/ at line |:?\n/)[0];
  return { problem: `is not valid YAML at line ${line}, column ${col}: ${what}`, remedy: "repair it first" };
}

function contentFault(documents: readonly Document[]): Fault | undefined {
  if (documents.length > 1) {
    const problem = `contains ${documents.length} documents, and kube-proxy reads only the first`;
    return { problem, remedy: "remove the others" };
  }
  const content: unknown = documents[0]?.toJS();
  if (!isPlainObject(content)) return { problem: "contains no configuration" };
  const { apiVersion, kind } = content;
  if (apiVersion === "kubeproxy.config.k8s.io/v1alpha1" && kind === "KubeProxyConfiguration")
    return undefined;
  const problem = `is ${JSON.stringify(apiVersion)} ${JSON.stringify(kind)}, not kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration`;
  return { problem, remedy: "check that target names kube-proxy's configuration" };
}
