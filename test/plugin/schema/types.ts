import ts from "typescript";
import { descriptionOf } from "./descriptions.js";
import { isOfKubernetes, kubernetesType } from "./kubernetes.js";
import { declarationOf, original, type Program } from "./program.js";
import type { EnumSpec, ObjectSpec, PropertySpec, TypeSpec } from "./spec.js";

/** Whether a value comes from a program, which may pass Outputs, or from a component. */
export type Direction = "input" | "output";

/** What the comments of numbers without a fraction say. Kubernetes has no others. */
const WHOLE = /\bwhole numbers?\b|\bpods\b/i;

const REFERENCE = "#/types/";

/** Translates TypeScript's types to those of a Pulumi schema, and collects the ones that the package defines itself. */
export class Types {
  /** By token. */
  readonly #collected = new Map<string, ObjectSpec | EnumSpec>();
  readonly #program: Program;
  readonly #prefix: string;

  /** `prefix` is what tokens of the package start with: `pulumi-kubernetes-traffic:index:`. */
  constructor(program: Program, prefix: string) {
    this.#program = program;
    this.#prefix = prefix;
  }

  /** The types of the package that `resources` or one of these types refer to, by token. */
  referenced(resources: object): Readonly<Record<string, ObjectSpec | EnumSpec>> {
    const text = JSON.stringify([resources, ...this.#collected.values()]);
    const referenced = [...this.#collected].filter(([token]) => text.includes(`"${REFERENCE}${token}"`));
    return Object.fromEntries(referenced.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The properties of an interface, with those that it inherits; of a class, those that are in `names`. */
  propertiesOf(
    symbol: ts.Symbol,
    direction: Direction,
    names?: readonly string[],
  ): Pick<ObjectSpec, "properties"> & { required: string[] } {
    const type = this.#program.checker.getDeclaredTypeOfSymbol(symbol);
    const members = type.getProperties().filter(({ name }) => names?.includes(name) ?? true);
    return this.#members(symbol.name.replace(/Args$/, ""), members, direction);
  }

  #members(
    owner: string,
    members: readonly ts.Symbol[],
    direction: Direction,
  ): ReturnType<Types["propertiesOf"]> {
    return {
      properties: Object.fromEntries(
        members.map((member) => [member.name, this.#property(owner, member, direction)]),
      ),
      required: members.filter((member) => !isOptional(member)).map(({ name }) => name),
    };
  }

  #property(owner: string, member: ts.Symbol, direction: Direction): PropertySpec {
    const declaration = declarationOf(member) as ts.PropertySignature | ts.PropertyDeclaration;
    if (!declaration.type) throw new Error(`${owner}.${member.name} has no declared type`);
    const description = descriptionOf(declaration);
    const anonymous = `${owner}${member.name[0]?.toUpperCase()}${member.name.slice(1)}`;
    const whole = isOfKubernetes(declaration) || WHOLE.test(description ?? "");
    const spec = this.#type(declaration.type, { direction, anonymous, whole });
    return { ...spec, ...(description && { description }) };
  }

  #type(node: ts.TypeNode, context: Context): TypeSpec {
    const given = named(node, "Input", "Output");
    const plain = given || context.direction === "output" ? {} : { plain: true };
    const parts = partsOf(given ?? node);
    const words = parts.flatMap((part) => wordOf(part) ?? []);
    if (words.length > 1 && words.length === parts.length) {
      return { ...this.#words(context.anonymous, words), ...plain };
    }
    if (parts.length === 1) return { ...this.#bare(given ?? node, context), ...plain };
    const union = this.#union(parts, context).map((part) => ({ ...part, ...plain }));
    return union.length === 1 ? (union[0] as TypeSpec) : { oneOf: union, ...plain };
  }

  /** Words next to an object are any text: Go has no type for both, and would leave out the object. */
  #union(parts: readonly ts.TypeNode[], context: Context): TypeSpec[] {
    const specs = parts.map((part) => this.#bare(part, context));
    const isEnum = ({ $ref }: TypeSpec) =>
      "enum" in (this.#collected.get($ref?.replace(REFERENCE, "") ?? "") ?? {});
    const all: TypeSpec[] = specs.every(isEnum)
      ? specs
      : specs.map((spec) => (isEnum(spec) ? { type: "string" } : spec));
    return [...new Map(all.map((spec) => [JSON.stringify(spec), spec])).values()];
  }

  /** A type that is no union, without the mark that tells whether it may be an Output. */
  #bare(node: ts.TypeNode, context: Context): TypeSpec {
    const parts = partsOf(node);
    const [only] = parts as [ts.TypeNode];
    if (ts.isArrayTypeNode(only)) return { type: "array", items: this.#type(only.elementType, context) };
    const values = valuesOf(only);
    if (values) return { type: "object", additionalProperties: this.#type(values, context) };
    const inner = named(only, "Readonly");
    if (inner) return this.#bare(inner, context);
    const partial = named(only, "Partial");
    if (partial) return this.#object(this.#symbolOf(partial as ts.TypeReferenceNode), context, true);
    if (ts.isTypeReferenceNode(only)) return this.#reference(this.#symbolOf(only), context);
    if (ts.isTypeLiteralNode(only)) return this.#literal(only, context);
    return keyword(only, context);
  }

  #reference(symbol: ts.Symbol, context: Context): TypeSpec {
    const kubernetes = kubernetesType(symbol);
    if (kubernetes) return kubernetes;
    const declaration = declarationOf(symbol);
    if (ts.isInterfaceDeclaration(declaration)) return this.#object(symbol, context, false);
    if (!ts.isTypeAliasDeclaration(declaration)) throw new Error(`${symbol.name} is no type`);
    const words = this.#wordsOf(declaration);
    return words ? this.#words(symbol.name, words, declaration) : this.#bare(declaration.type, context);
  }

  /** An interface. With all properties optional, it is another type, which has the name of the property. */
  #object(symbol: ts.Symbol, { direction, anonymous }: Context, partial: boolean): TypeSpec {
    const name = partial ? anonymous : symbol.name.replace(/Args$/, "");
    return this.#collect(name, () => {
      const { properties, required } = this.propertiesOf(symbol, direction);
      const description = descriptionOf(declarationOf(symbol));
      return {
        ...(description && { description }),
        type: "object",
        properties,
        ...(!partial && required.length > 0 && { required }),
      };
    });
  }

  /** An object type without a name gets that of the property. */
  #literal(node: ts.TypeLiteralNode, { direction, anonymous }: Context): TypeSpec {
    return this.#collect(anonymous, () => {
      const members = this.#program.checker.getTypeFromTypeNode(node).getProperties();
      return { type: "object", ...this.#members(anonymous, members, direction) };
    });
  }

  #words(name: string, words: readonly string[], documented?: ts.Node): TypeSpec {
    const description = documented && descriptionOf(documented);
    return this.#collect(name, () => ({
      ...(description && { description }),
      type: "string",
      enum: words.map((value) => ({ name: pascalCase(value), value })),
    }));
  }

  #collect(name: string, make: () => ObjectSpec | EnumSpec): TypeSpec {
    const token = `${this.#prefix}${name}`;
    if (!this.#collected.has(token)) {
      this.#collected.set(token, { type: "object", properties: {} }); // a type may contain itself
      this.#collected.set(token, make());
    }
    return { $ref: `${REFERENCE}${token}` };
  }

  /** The words of an alias, also where it gets them from a constant. */
  #wordsOf(alias: ts.TypeAliasDeclaration): string[] | undefined {
    const type = this.#program.checker.getTypeAtLocation(alias);
    const parts = type.isUnion() ? type.types : [type];
    const words = parts.flatMap((part) => (part.isStringLiteral() ? part.value : []));
    return words.length === parts.length ? words : undefined;
  }

  #symbolOf(reference: ts.TypeReferenceNode): ts.Symbol {
    const { checker } = this.#program;
    const symbol = checker.getSymbolAtLocation(reference.typeName);
    if (!symbol) throw new Error(`${reference.getText()} is unknown`);
    return original(checker, symbol);
  }
}

interface Context {
  readonly direction: Direction;
  /** Name of a type that has none. */
  readonly anonymous: string;
  /** Whether numbers have no fraction. */
  readonly whole: boolean;
}

/** The parts of a union, without `undefined`. */
function partsOf(node: ts.TypeNode): ts.TypeNode[] {
  const parts = ts.isUnionTypeNode(node) ? [...node.types] : [node];
  return parts.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
}

function wordOf(node: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
}

/** The first argument of a generic type that has one of these names. */
function named(node: ts.TypeNode, ...names: string[]): ts.TypeNode | undefined {
  const [only, ...others] = partsOf(node);
  if (!only || others.length > 0 || !ts.isTypeReferenceNode(only)) return undefined;
  return names.includes(nameOf(only)) ? only.typeArguments?.[0] : undefined;
}

/** The type of the values of `Record<string, T>` and `{ [key: string]: T }`. */
function valuesOf(node: ts.TypeNode): ts.TypeNode | undefined {
  if (ts.isTypeReferenceNode(node) && nameOf(node) === "Record") return node.typeArguments?.[1];
  if (!ts.isTypeLiteralNode(node)) return undefined;
  return node.members.find(ts.isIndexSignatureDeclaration)?.type;
}

/** `Input` for `pulumi.Input`. */
function nameOf({ typeName }: ts.TypeReferenceNode): string {
  return ts.isIdentifier(typeName) ? typeName.text : typeName.right.text;
}

function keyword(node: ts.TypeNode, { whole }: Context): TypeSpec {
  if (node.getText() === "false") return { type: "boolean" }; // where an object turns a feature on
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { type: "string" };
    case ts.SyntaxKind.NumberKeyword:
      return { type: whole ? "integer" : "number" };
    case ts.SyntaxKind.BooleanKeyword:
      return { type: "boolean" };
    case ts.SyntaxKind.UnknownKeyword:
      return { $ref: "pulumi.json#/Any" };
    default:
      throw new Error(`the schema has no type for ${node.getText()}`);
  }
}

function isOptional(member: ts.Symbol): boolean {
  const declaration = declarationOf(member) as ts.PropertySignature | ts.PropertyDeclaration;
  if (declaration.questionToken || !declaration.type) return true;
  const type = named(declaration.type, "Output") ?? declaration.type;
  return ts.isUnionTypeNode(type) && partsOf(type).length < type.types.length;
}

/** `EksSelfManaged`. */
function pascalCase(word: string): string {
  return word.replace(/(^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}
