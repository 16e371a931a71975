import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { parseStackFile } from "../../../../src/preview/project/stackFile.js";
import {
  type ConfigFile,
  changedText,
  readConfigFile,
  writeConfigFile,
} from "../../../../src/release/stack/configFile.js";
import { keysOf } from "../../../../src/release/stack/keys.js";
import { canarySpec } from "./spec.js";

const file: ConfigFile = { path: "Pulumi.dev.yaml", project: "shop", keys: keysOf(canarySpec, "shop") };

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), "config-file-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const TEXT = `# Who to ask: the shop team.
environment:
  - shop/dev
config:
  # Percent of the connections.
  shop:canaryWeight: 10 # see release.yaml

  shop:stableVersion: v1
  # The next version. Leave it out to have none.
  shop:canaryVersion: "1.10"
  shop:password:
    secure: v1:AAAA:BBBB
  kubernetes:context: 'dev'
  shop:list: [ 1,  2 ]
  shop:account: 012345678901
  shop:mask: 0x0A
encryptionsalt: v1:salt
`;

describe("writing", () => {
  it("changes only the value, and leaves comments, quotes, secrets and other keys", () => {
    expect(changedText(TEXT, file, { canaryWeight: "25" })).toBe(
      TEXT.replace("canaryWeight: 10 #", "canaryWeight: 25 #"),
    );
  });

  it("promotes in one change: the comment of the removed key stays", () => {
    const changes = { canaryWeight: "0", stableVersion: "1.10", canaryVersion: undefined };
    const text = changedText(TEXT, file, changes);
    expect(text).toContain("  shop:canaryWeight: 0 # see release.yaml\n");
    expect(text).toContain(
      '  shop:stableVersion: "1.10"\n  # The next version. Leave it out to have none.\n  shop:password:\n',
    );
    expect(text).not.toContain("canaryVersion");
  });

  it("keeps the comment of a removed last key at the end", () => {
    const text = "config:\n  shop:stableVersion: v1\n  # The next one.\n  shop:canaryVersion: v2\n";
    expect(changedText(text, file, { canaryVersion: undefined })).toBe(
      "config:\n  shop:stableVersion: v1\n  # The next one.\n",
    );
  });

  it.each([
    ["a number stays a number", "shop:canaryWeight: 10", "50", "shop:canaryWeight: 50"],
    ["a quoted number stays quoted", 'shop:canaryWeight: "10"', "50", 'shop:canaryWeight: "50"'],
    ["single quotes stay", "shop:canaryWeight: '10'", "50", "shop:canaryWeight: '50'"],
    ["a fraction is written as it is", "shop:canaryWeight: 10.50", "2.5", "shop:canaryWeight: 2.5"],
    ["a text in place of a number is a text", "shop:canaryWeight: 10", "v2", "shop:canaryWeight: v2"],
    ["a key without the prefix of the project stays so", "canaryWeight: 10", "50", "canaryWeight: 50"],
    ["a key without a value gets one", "shop:canaryWeight:", "50", "shop:canaryWeight: 50"],
    ["a comment stays", "shop:canaryWeight: 10   # why", "50", "shop:canaryWeight: 50   # why"],
    [
      "a text of several lines is replaced",
      "shop:canaryWeight: |-\n    1\n    0",
      "50",
      "shop:canaryWeight: 50",
    ],
    ["a list is replaced", "shop:canaryWeight:\n    - 1\n    # why\n    - 2", "50", "shop:canaryWeight: 50"],
    ["the same value changes nothing", "shop:canaryWeight: 0x0A", "0x0A", "shop:canaryWeight: 0x0A"],
  ])("%s", (_, before, value, after) => {
    expect(changedText(`config:\n  ${before}\n`, file, { canaryWeight: value })).toBe(
      `config:\n  ${after}\n`,
    );
  });

  it.each([
    ["v1", "shop:canaryVersion: v1"],
    ["1.10", 'shop:canaryVersion: "1.10"'],
    ["true", 'shop:canaryVersion: "true"'],
    ["null", 'shop:canaryVersion: "null"'],
    ["", 'shop:canaryVersion: ""'],
    ["7", "shop:canaryVersion: 7"],
  ])("adds %j as a value that reads back as the same text", (value, line) => {
    const text = changedText("config:\n  shop:other: x\n", file, { canaryVersion: value });
    expect(text).toBe(`config:\n  shop:other: x\n  ${line}\n`);
  });

  it.each(["", "# only a comment\n", "encryptionsalt: v1:salt\n", "config:\n", "config: {}\n"])(
    "adds the first value to %j",
    (text) => {
      const changed = changedText(text, file, { canaryWeight: "2" });
      expect(parse(changed)).toMatchObject({ config: { "shop:canaryWeight": 2 } });
      expect(changed).toContain(text.startsWith("#") ? "# only a comment" : "");
    },
  );

  it("keeps an indentation of four spaces, and the line ends of Windows", () => {
    const text = "config:\r\n    # why\r\n    shop:canaryWeight: 10\r\n";
    expect(changedText(text, file, { canaryWeight: "25" })).toBe(text.replace("10", "25"));
  });

  it("refuses all that is wrong at once, and then writes nothing", () => {
    const path = join(directory(), "Pulumi.dev.yaml");
    const text = "config:\n  shop:canaryVersion:\n    secure: v1:AAAA:BBBB\n";
    writeFileSync(path, text);
    const changes = { canaryWeight: "10", canaryVersion: "v2", canaryWieght: "10", replicas: "1" };
    expect(() => writeConfigFile({ ...file, path }, changes)).toThrow(
      [
        "Pulumi.dev.yaml: canaryVersion is a secret, and a release writes only plain values; remove it and set it without --secret",
        'Pulumi.dev.yaml: canaryWieght is not a config key of this release; did you mean "canaryWeight"?',
        "Pulumi.dev.yaml: replicas is not a config key of this release; it may write canaryWeight, stableVersion, canaryVersion",
      ].join("\n"),
    );
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it.each(["config: { shop:canaryWeight: 10 }\n", "config: {}\n...\n---\nother: x\n"])(
    "refuses to change %j, which needs other lines to change too",
    (text) => {
      expect(() => changedText(text, file, { canaryWeight: "25", stableVersion: "v2" })).toThrow(
        /^Pulumi\.dev\.yaml: /,
      );
    },
  );

  it("refuses a file that is not YAML, with its name", () => {
    expect(() => changedText("config: [", file, { canaryWeight: "10" })).toThrow(/^Pulumi\.dev\.yaml: /);
  });

  it("keeps the mode and a link, and leaves no other file", () => {
    const folder = directory();
    const real = join(folder, "real.yaml");
    writeFileSync(real, "config:\n  shop:canaryWeight: 1\n");
    chmodSync(real, 0o640);
    const path = join(folder, "Pulumi.dev.yaml");
    symlinkSync("real.yaml", path);
    writeConfigFile({ ...file, path }, { canaryWeight: "2" });
    expect(readFileSync(real, "utf8")).toBe("config:\n  shop:canaryWeight: 2\n");
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["Pulumi.dev.yaml", "real.yaml"]);
  });

  it("names the file that cannot be written", () => {
    const path = join(directory(), "missing", "Pulumi.dev.yaml");
    expect(() => writeConfigFile({ ...file, path }, { canaryWeight: "2" })).toThrow(
      `${path} cannot be written: ENOENT`,
    );
  });

  it("reads back what it wrote, and leaves every other line, for any text", () => {
    const value = fc.option(
      fc.string({ unit: "binary" }).filter((text) => !/[\uD800-\uDFFF]/.test(text)),
      { nil: undefined },
    );
    const changes = fc.record({ canaryWeight: value, stableVersion: value, canaryVersion: value });
    const others = (text: string) =>
      text.split("\n").filter((line) => !/^ {2}shop:(canary|stable)/.test(line));
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 4 }), (all) => {
        let text = TEXT;
        for (const one of all) {
          text = changedText(text, file, one);
          const { values } = parseStackFile(text, "shop", "Pulumi.dev.yaml");
          const read = (key: string) => values.get(`shop:${key}`)?.read(() => "");
          expect(Object.fromEntries(Object.keys(one).map((key) => [key, read(key)]))).toEqual(one);
        }
        expect(others(text)).toEqual(others(TEXT));
      }),
      { examples: [[[{ canaryWeight: "\u2000", stableVersion: "v1\u00a0", canaryVersion: undefined }]]] },
    );
  });
});

describe("reading", () => {
  it("gives the keys as the release writes them, the others of the project without its name, and no secret", () => {
    const path = join(directory(), "Pulumi.dev.yaml");
    writeFileSync(path, TEXT);
    expect(readConfigFile({ ...file, path })).toEqual({
      canaryWeight: "10",
      stableVersion: "v1",
      canaryVersion: "1.10",
      "kubernetes:context": "dev",
      list: "[1,2]",
      account: "012345678901",
      mask: "0x0A",
    });
    const release = {
      ...canarySpec.release,
      config: { ...canarySpec.release.config, weight: "shop:canaryWeight" },
    };
    const keys = keysOf({ ...canarySpec, release }, "shop");
    expect(readConfigFile({ ...file, path, keys })).toMatchObject({
      "shop:canaryWeight": "10",
      stableVersion: "v1",
    });
  });

  it("is empty without a file", () => {
    expect(readConfigFile({ ...file, path: join(directory(), "none.yaml") })).toEqual({});
  });
});
