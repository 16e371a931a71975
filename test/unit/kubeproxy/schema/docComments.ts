import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** What the doc comment of one argument says. */
interface DocComment {
  readonly text: string;
  readonly byDefault: string | undefined;
}

const FILES = ["args.ts", "sectionArgs.ts"];

/** The doc comments of kube-proxy's fields among the arguments, by path such as `ipvs.scheduler`. */
export function fieldComments(): Map<string, DocComment> {
  const interfaces = new Map(FILES.flatMap(interfacesOf).map((found) => [found.name.text, found]));
  const comments = new Map<string, DocComment>();
  collect("KubeProxyConfigArgs", "");
  return comments;

  function collect(name: string, prefix: string) {
    for (const member of interfaces.get(name)?.members ?? []) {
      if (!ts.isPropertySignature(member) || !member.type) continue;
      const path = prefix + member.name.getText();
      const section = member.type.getText();
      if (interfaces.has(section)) collect(section, `${path}.`);
      else comments.set(path, commentOf(member));
    }
  }
}

/** The first sentence of a text. */
export function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/s.exec(text)?.[0].replace(/\s+/g, " ") ?? text;
}

function interfacesOf(file: string): ts.InterfaceDeclaration[] {
  const text = readFileSync(join(__dirname, "../../../../src/kubeproxy", file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isInterfaceDeclaration);
}

function commentOf(member: ts.PropertySignature): DocComment {
  const [comment] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const tag = comment?.tags?.find(({ tagName }) => tagName.text === "default");
  return {
    text: ts.getTextOfJSDocComment(comment?.comment) ?? "",
    byDefault: ts.getTextOfJSDocComment(tag?.comment),
  };
}
