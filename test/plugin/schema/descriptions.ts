import ts from "typescript";

/** A doc comment as Markdown, for readers of every language. Undefined without one. */
export function descriptionOf(node: ts.Node): string | undefined {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  if (!comment) return undefined;
  const fallback = (comment.tags ?? []).find(({ tagName }) => tagName.text === "default");
  const parts = [textOf(comment.comment), fallback && `Default: ${textOf(fallback.comment)}.`];
  const text = parts.filter(Boolean).join("\n\n");
  return text.replace(/```ts\n[\s\S]*?```\n*/g, "").trim(); // a program in one language helps no reader of the others
}

function textOf(comment: ts.JSDoc["comment"]): string {
  if (comment === undefined || typeof comment === "string") return comment ?? "";
  return comment.map((part) => (part.kind === ts.SyntaxKind.JSDocText ? part.text : nameOf(part))).join("");
}

/** The target of a link. Its page is not in the documentation of an SDK. */
function nameOf(link: ts.JSDocLink | ts.JSDocLinkCode | ts.JSDocLinkPlain): string {
  return link.name ? `\`${link.name.getText()}\`` : link.text;
}
