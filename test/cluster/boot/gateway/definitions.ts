import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type KubernetesObject, loadAllYaml } from "@kubernetes/client-node";
import { DEFINITIONS } from "./parts.js";

/** The definitions of the kinds of objects that the gateway reads. */
export function definitions(): KubernetesObject[] {
  const files = readdirSync(DEFINITIONS).map((name) => readFileSync(join(DEFINITIONS, name), "utf8"));
  return files.flatMap((text) => loadAllYaml(withoutConditions(text)) as KubernetesObject[]);
}

/** The manifest of a Helm chart has its conditions on lines of their own. */
function withoutConditions(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("{{"))
    .join("\n");
}
