/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map(inCell).join(" | ")} |`)
    .join("\n");
}

/** Text in code style. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Text as a block of its own, without a language. */
export function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

function inCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", "<br>");
}
