/**
 * The commands of a block, as words. In a block that is not a script, these are the lines that begin with `$`.
 */
export function commandsIn(code: string, isScript: boolean): string[][] {
  const lines = code.replaceAll("\\\n", "").split("\n");
  return lines
    .flatMap((line) => (isScript ? [line.replace(/^\$ /, "")] : line.startsWith("$ ") ? [line.slice(2)] : []))
    .map((line) => line.replace(/(^|\s)#.*$/, ""))
    .flatMap((line) => line.split(/&&|\|/))
    .map((command) =>
      command
        .replace(/ >.*$/, "")
        .split(/\s+/)
        .filter((word) => word !== ""),
    )
    .filter((words) => words.length > 0);
}
