import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../preview/failure.js";
import { parseYamlFile } from "../../preview/project/stackFile.js";

/** What a release needs to know of a Pulumi project, of any language. */
export interface StackProject {
  readonly name: string;
  /** The directory of Pulumi.yaml. */
  readonly root: string;
  /** The directory of the stack files. */
  readonly stackDirectory: string;
}

/** Reads the Pulumi.yaml of a directory. Throws a Failure if there is none, or when it has no name. */
export function readProject(root: string): StackProject {
  const file = ["Pulumi.yaml", "Pulumi.yml"].find((name) => existsSync(join(root, name)));
  if (!file) throw new Failure(`there is no Pulumi.yaml in ${root}; name the project with --cwd DIR`, 2);
  const document = parseYamlFile(readFileSync(join(root, file), "utf8"), file);
  const yaml = document.toJS() as { name?: unknown; stackConfigDir?: unknown } | null;
  if (typeof yaml?.name !== "string") throw new Failure(`${file}: name is missing`);
  const directory = typeof yaml.stackConfigDir === "string" ? yaml.stackConfigDir : ".";
  return { name: yaml.name, root, stackDirectory: join(root, directory) };
}
