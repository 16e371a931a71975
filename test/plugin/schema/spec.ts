// The parts of Pulumi's package schema that are used here. https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/

/** A reference to a type. */
export interface TypeSpec {
  readonly type?: "string" | "boolean" | "integer" | "number" | "object" | "array";
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
  /** Whether the value must be known when the program runs: not an Output. */
  readonly plain?: boolean;
}

/** A property. */
export interface PropertySpec extends TypeSpec {
  readonly description?: string;
}

/** Properties, and which of them are required. */
export interface ObjectSpec {
  readonly description?: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required?: readonly string[];
}

/** A closed set of words. */
export interface EnumSpec {
  readonly description?: string;
  readonly type: "string";
  readonly enum: readonly { readonly name: string; readonly value: string }[];
}

/** A component. */
export interface ComponentSpec extends Omit<ObjectSpec, "type"> {
  readonly isComponent: true;
  readonly inputProperties: ObjectSpec["properties"];
  readonly requiredInputs: readonly string[];
}
