import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../pages.js";

const EXAMPLES: Readonly<Record<string, { readonly file: string; readonly fence: string }>> = {
  yaml: { file: "Pulumi.yaml", fence: "yaml" },
  python: { file: "__main__.py", fence: "python" },
  go: { file: "main.go", fence: "go" },
  java: { file: "src/main/java/traffic/App.java", fence: "java" },
  csharp: { file: "Program.cs", fence: "csharp" },
};

/** The example program of a language. */
export const languageExample = (language: keyof typeof EXAMPLES) => (): string => {
  const { file, fence } = EXAMPLES[language] as (typeof EXAMPLES)[string];
  const program = readFileSync(join(root, "examples/languages", language, file), "utf8");
  return `\`\`\`${fence}\n${program.trimEnd()}\n\`\`\``;
};
