/**
 * Text for Markdown as GitHub and GitLab read it, in a line or in a cell of a table. It stays text: no mark, no HTML, no
 * formula, no line break, and nobody is mentioned.
 */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, (spaces) => (spaces.includes("\u00a0") ? "\u00a0" : " "))
    .trim()
    .replace(/[\\`*_[\]|~$!]/g, (mark) => `\\${mark}`)
    .replace(/^(\d+)(?=[.)]( |$))|^(?=[-+#=:])/, "$1\\") // a list, a heading or a rule at the start of a line
    .replace(/[&<>]/g, (character) => ENTITIES[character] as string)
    .replace(/[@#](?=\w)/g, (mark) => `${mark}&#8203;`);
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A table. The cells are Markdown; the first column of numbers and those after it are aligned to the right. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom: number = header.length,
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map((_, at) => (at < numbersFrom ? "---" : "---:"))), ...rows.map(line)];
}

/** The text with a capital letter first, as in a heading or a sentence of its own. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
