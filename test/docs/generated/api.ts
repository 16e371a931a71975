import ts from "typescript";
import { commentOf, exportsOf } from "./docComments.js";
import { code, fenced } from "./markdown.js";

/** The exports of an entry point: classes and functions first, then the types they use. */
export function apiOf(entryPoint: string): string {
  const exported = [...exportsOf(entryPoint)].sort(([a], [b]) => a.localeCompare(b));
  const isRunnable = ([, node]: [string, ts.Statement]) =>
    ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isVariableStatement(node);
  const sorted = [...exported.filter(isRunnable), ...exported.filter((entry) => !isRunnable(entry))];
  const names = new Set(exported.map(([name]) => name));
  const index = sorted.map(([name]) => linked(name, names)).join(", ");
  return [index, ...sorted.map(([name, node]) => section(name, node, names))].join("\n\n");
}

function section(name: string, node: ts.Statement, names: ReadonlySet<string>): string {
  const members = ts.isClassDeclaration(node) ? node.members.filter(isPublic) : signaturesOf(node);
  const entries = members.map((member) => entry(member, names)).join("\n");
  return [`### ${name}`, signatureOf(node, names), described(node), entries].filter(Boolean).join("\n\n");
}

/** What a reader needs to know of the shape: the signature of a function, the parents of a type. */
function signatureOf(node: ts.Statement, names: ReadonlySet<string>): string {
  const shape = node.getText().replace(/^export (async )?/, "");
  if (ts.isFunctionDeclaration(node)) return fenced(shape.split(" {\n")[0] as string);
  if (ts.isTypeAliasDeclaration(node)) return fenced(shape);
  if (!ts.isInterfaceDeclaration(node)) return "";
  const parents = node.heritageClauses?.flatMap(({ types }) => types.map((type) => type.getText())) ?? [];
  return parents.length === 0
    ? ""
    : `Also takes the fields of ${parents.map((type) => linked(type, names)).join(" and ")}.`;
}

function described(node: ts.Node): string {
  const { text, byDefault, throws } = commentOf(node);
  const lines = [text, byDefault && `Default ${byDefault}.`, throws && `Throws ${throws}`];
  return lines
    .filter(Boolean)
    .join("\n\n")
    .replace(/^(#+) /gm, "##$1 ");
}

type PublicMember = ts.PropertyDeclaration | ts.MethodDeclaration | ts.GetAccessorDeclaration;
type Signature = ts.PropertySignature | ts.MethodSignature;

/** The properties and methods that an interface declares itself. */
function signaturesOf(node: ts.Statement): Signature[] {
  if (!ts.isInterfaceDeclaration(node)) return [];
  return node.members.filter(
    (member): member is Signature => ts.isPropertySignature(member) || ts.isMethodSignature(member),
  );
}

function entry(member: PublicMember | Signature, names: ReadonlySet<string>): string {
  const parameters =
    ts.isMethodDeclaration(member) || ts.isMethodSignature(member)
      ? `(${member.parameters.map((parameter) => parameter.getText()).join(", ")})`
      : "";
  const isOptional = !ts.isGetAccessor(member) && member.questionToken !== undefined;
  const name = member.name.getText() + (isOptional ? "?" : "") + parameters;
  const type = (member.type?.getText() ?? "").replace(/\s+/g, " ");
  const text = described(member);
  const indented = text === "" ? "" : `\\\n  ${text.replace(/\n/g, "\n  ").replace(/ +$/gm, "")}`;
  return `- **${code(name)}**: ${linked(type, names)}${indented}`;
}

/** A member that a user of the class reads or calls; what serves Node or the SDK has no doc comment. */
function isPublic(member: ts.ClassElement): member is PublicMember {
  const isKind =
    ts.isPropertyDeclaration(member) || ts.isMethodDeclaration(member) || ts.isGetAccessor(member);
  if (!isKind) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Static | ts.ModifierFlags.Protected;
  if (ts.isPrivateIdentifier(member.name) || (ts.getCombinedModifierFlags(member) & hidden) !== 0)
    return false;
  return described(member) !== "";
}

/** A type in code style, as a link when it names one of the page's own. */
function linked(type: string, names: ReadonlySet<string>): string {
  const own = type.match(/\w+/g)?.find((word) => names.has(word));
  return own ? `[${code(type)}](#${own.toLowerCase()})` : code(type);
}
