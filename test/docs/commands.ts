import type { CodeBlock } from "./pages.js";

/** The commands of a script or of a block without a language, as words; in the latter, they begin with `$`. Leaves out variables. */
export function commandsIn({ language, code }: CodeBlock): string[][] {
  if (language !== "sh" && language !== "") return [];
  const isScript = language === "sh";
  const lines = code.replaceAll("\\\n", "").split("\n");
  return lines
    .flatMap((line) => (isScript ? [line.replace(/^\$ /, "")] : line.startsWith("$ ") ? [line.slice(2)] : []))
    .map((line) => line.replace(/(^|\s)#.*$/, ""))
    .flatMap((line) => line.split(/&&|\|/))
    .map((command) =>
      command
        .replace(/ >.*$/, "")
        .replace(/^\s*([A-Z_]+=\S* )+/, "")
        .split(/\s+/)
        .filter((word) => word !== ""),
    )
    .filter((words) => words.length > 0);
}
