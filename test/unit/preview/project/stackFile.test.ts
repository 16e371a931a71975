import { describe, expect, it } from "vitest";
import { parseStackFile } from "../../../../src/preview/project/stackFile.js";

const read = (text: string) =>
  Object.fromEntries(
    [...parseStackFile(text, "shop", "Pulumi.dev.yaml").values].map(([key, value]) => [
      key,
      [value.read((ciphertext) => `open ${ciphertext}`), value.secret],
    ]),
  );

describe("parseStackFile", () => {
  it("adds the project's name to a key without :, and keeps scalars as typed", () => {
    expect(
      read('config:\n  a: 1.50\n  shop:b: true\n  aws:c: "x"\n  d: 0x10\n  e:\n  f: 2001-01-01\n'),
    ).toEqual({
      "shop:a": ["1.50", false],
      "shop:b": ["true", false],
      "aws:c": ["x", false],
      "shop:d": ["0x10", false],
      "shop:e": ["", false],
      "shop:f": ["2001-01-01", false],
    });
  });

  it("writes lists and maps as JSON", () => {
    expect(read("config:\n  a: [1, {b: true}]\n")).toEqual({ "shop:a": ['[1,{"b":true}]', false] });
  });

  it("treats a value as secret if any part of it is", () => {
    expect(read("config:\n  a: {secure: x}\n  b: {user: u, list: [{secure: y}]}\n")).toEqual({
      "shop:a": ["open x", true],
      "shop:b": ['{"user":"u","list":["open y"]}', true],
    });
  });

  it("returns no values for an empty file, and finds a salt and an environment", () => {
    expect(parseStackFile("", "shop", "f")).toEqual({
      values: new Map(),
      salt: undefined,
      hasEnvironment: false,
    });
    const { salt, hasEnvironment } = parseStackFile(
      "encryptionsalt: v1:x\nenvironment: [prod]\n",
      "shop",
      "f",
    );
    expect([salt, hasEnvironment]).toEqual(["v1:x", true]);
  });

  it("reports the file and the position of a YAML error", () => {
    expect(() => read("config: [\n")).toThrow(/^Pulumi\.dev\.yaml: .* line \d+/);
    expect(() => read("- config\n")).toThrow("Pulumi.dev.yaml: a stack file is a map with the key config");
  });
});
