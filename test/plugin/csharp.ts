import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Language, type Node, Parser } from "@vscode/tree-sitter-wasm";
import manifest from "../../package.json";
import schema from "../../plugin/schema.json";
import type { EnumSpec, ObjectSpec } from "./schema/spec.js";

/** A component that a C# program makes. Its arguments have the names of TypeScript. */
export interface CSharpComponent {
  readonly type: string;
  readonly name: string;
  readonly args: unknown;
}

const PREFIX = `${manifest.name}:index:`;
const TYPES: Readonly<Record<string, object>> = schema.types;
const RESOURCES: Readonly<Record<string, { readonly inputProperties: object }>> = schema.resources;

/** Properties that the SDK of Kubernetes calls otherwise than its schema. */
const RENAMED: Readonly<Record<string, string>> = { ContainerPortValue: "containerPort" };

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/**
 * The components that a C# program makes, in its order. Every class, property and enum value of this package must be in the
 * schema. Reads what an example needs: literals, variables, objects, lists, and the default after `??`.
 */
export async function csharpComponents(source: string): Promise<CSharpComponent[]> {
  const root = await parsed(source);
  const variables = new Map(
    descendants(root, "variable_declarator").map((one) => [field(one, "name").text, one.lastNamedChild]),
  );

  function value(node: Node): unknown {
    switch (node.type) {
      case "string_literal":
      case "integer_literal":
      case "boolean_literal":
        return JSON.parse(node.text);
      case "identifier":
        return value(required(variables.get(node.text), node));
      case "binary_expression":
        return value(field(node, "right"));
      case "member_access_expression":
        return enumValue(node);
      case "object_creation_expression":
        return object(field(node, "initializer"), propertiesOf(field(node, "type").text));
      case "initializer_expression":
        return children(node).every(({ type }) => type === "assignment_expression")
          ? object(node)
          : children(node).map(value);
      default:
        throw new Error(`${node.type} is not read: ${node.text}`);
    }
  }

  function object(initializer: Node, allowed?: object): Record<string, unknown> {
    const entries = children(initializer).map((assignment) => {
      const left = field(assignment, "left");
      const [key] = descendants(left, "string_literal");
      const name = key ? (value(key) as string) : (RENAMED[left.text] ?? lowerFirst(left.text));
      if (allowed && !(name in allowed)) throw new Error(`${initializer.parent?.text} has no ${left.text}`);
      return [name, value(field(assignment, "right"))];
    });
    return Object.fromEntries(entries);
  }

  return descendants(root, "object_creation_expression").flatMap((node) => {
    const type = /^Traffic\.(\w+)$/.exec(field(node, "type").text)?.[1] ?? "";
    if (!(PREFIX + type in RESOURCES)) return [];
    const [name, args] = children(field(node, "arguments")).map(({ firstNamedChild }) => firstNamedChild);
    return [{ type, name: value(required(name, node)) as string, args: value(required(args, node)) }];
  });
}

async function parsed(source: string): Promise<Node> {
  await Parser.init();
  const folder = dirname(createRequire(__filename).resolve("@vscode/tree-sitter-wasm"));
  const parser = new Parser().setLanguage(await Language.load(join(folder, "tree-sitter-c-sharp.wasm")));
  const root = parser.parse(source)?.rootNode;
  if (!root || root.hasError) throw new Error("the program is not C#");
  return root;
}

/** The properties of a class of this package; undefined for classes of Kubernetes. */
function propertiesOf(type: string): object | undefined {
  const [, inputs, name = ""] = /^Traffic\.(Inputs\.)?(\w+)Args$/.exec(type) ?? [];
  if (!type.startsWith("Traffic.")) return undefined;
  const properties = inputs
    ? (TYPES[PREFIX + name] as Partial<ObjectSpec> | undefined)?.properties
    : RESOURCES[PREFIX + name]?.inputProperties;
  if (!properties) throw new Error(`the package has no ${type}`);
  return properties;
}

/** `Traffic.KubeProxyMode.Ipvs`. */
function enumValue(node: Node): string {
  const [, type = "", member = ""] = node.text.split(".");
  const found = (TYPES[PREFIX + type] as Partial<EnumSpec> | undefined)?.enum?.find(
    ({ value }) => value === lowerFirst(member),
  );
  if (!found) throw new Error(`the package has no ${node.text}`);
  return found.value;
}

function children(node: Node): Node[] {
  return node.namedChildren.filter((one) => one !== null);
}

function descendants(node: Node, type: string): Node[] {
  return node.descendantsOfType(type).filter((one) => one !== null);
}

function field(node: Node, name: string): Node {
  return required(node.childForFieldName(name), node);
}

function required(node: Node | null | undefined, parent: Node): Node {
  if (!node) throw new Error(`a part is missing in ${parent.text}`);
  return node;
}
