import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { root } from "../pages.js";

/** A doc comment, and the tags below it. */
export interface DocComment {
  readonly text: string;
  readonly byDefault: string | undefined;
  readonly throws: string | undefined;
}

/** What an entry point exports, by name. */
export function exportsOf(entryPoint: string): Map<string, ts.Statement> {
  const names = reExports(entryPoint).flatMap(({ elements }) => elements.map(({ name }) => name.text));
  return new Map(names.map((name) => [name, declarationOf(entryPoint, name)]));
}

/** The declaration of what a file exports, in it or where it comes from. */
function declarationOf(file: string, name: string): ts.Statement {
  const here = parse(file).statements.find((statement) => nameOf(statement) === name);
  if (here) return here;
  const from = reExports(file).find(({ elements }) => elements.some((element) => element.name.text === name));
  if (!from) throw new Error(`${file} does not declare ${name}`);
  return declarationOf(from.file, name);
}

/** What a file exports that other files declare. */
function reExports(file: string) {
  return parse(file).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !statement.moduleSpecifier)
      return [];
    const { text } = statement.moduleSpecifier as ts.StringLiteral;
    const { elements } = statement.exportClause as ts.NamedExports;
    return [{ file: join(dirname(file), text.replace(/\.js$/, ".ts")), elements }];
  });
}

/** The doc comments of kube-proxy's fields among the arguments, by path such as `ipvs.scheduler`. */
export function fieldComments(): Map<string, DocComment> {
  const declared = exportsOf("src/index.ts");
  const comments = new Map<string, DocComment>();
  collect("KubeProxyConfigArgs", "");
  return comments;

  function collect(name: string, prefix: string) {
    for (const member of membersOf(declared.get(name))) {
      const path = prefix + member.name.getText();
      const section = member.type?.getText() ?? "";
      if (declared.has(section) && membersOf(declared.get(section)).length > 0) collect(section, `${path}.`);
      else comments.set(path, commentOf(member));
    }
  }
}

/** The properties that an interface declares itself. */
export function membersOf(statement: ts.Statement | undefined): ts.PropertySignature[] {
  if (!statement || !ts.isInterfaceDeclaration(statement)) return [];
  return statement.members.filter(ts.isPropertySignature);
}

/** The first sentence of a text. */
export function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/s.exec(text)?.[0].replace(/\s+/g, " ") ?? text;
}

/** The doc comment of a declaration. */
export function commentOf(node: ts.Node): DocComment {
  const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
  const tag = (name: string) => {
    const found = comment?.tags?.find(({ tagName }) => tagName.text === name);
    return found && text(found.comment);
  };
  return { text: text(comment?.comment), byDefault: tag("default"), throws: tag("throws") };
}

function text(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? "").replace(/\{@link (\w+)\s*\}/g, "`$1`");
}

function nameOf(statement: ts.Statement): string | undefined {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0]?.name.getText();
  return (statement as { name?: ts.Identifier }).name?.text;
}

const parsed = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known) return known;
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  parsed.set(file, source);
  return source;
}
