import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { scripts } from "../../package.json";
import { configurePolicies } from "../../src/policies/framework/configure.js";
import { trafficPolicies } from "../../src/policies/index.js";
import { parseCommand } from "../../src/preview/cli/command.js";
import { parseReleaseSpec } from "../../src/release/spec/readReleaseSpec.js";
import { commandsIn } from "./commands.js";
import { type CodeBlock, codeBlocks, pages, read, root } from "./pages.js";

// What reads a block checks it. TypeScript is type-checked in code.test.ts. A block in another language is made of an
// example that has tests of its own. A block that nothing checks fails.

interface Placed extends CodeBlock {
  readonly place: string;
  readonly page: string;
}

const blocks: readonly Placed[] = pages.flatMap((page) =>
  codeBlocks(read(page)).map((block) => ({ ...block, page, place: `${page}:${block.line}` })),
);
const inLanguage = (language: string) => blocks.filter((block) => block.language === language);

test("every block is in a language that is checked", () => {
  expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual(
    ["", "csharp", "go", "java", "json", "python", "sh", "ts", "yaml"].sort(),
  );
});

test.each([
  ["python", "__main__.py"],
  ["go", "main.go"],
  ["java", "src/main/java/traffic/App.java"],
  ["csharp", "Program.cs"],
])("the block in %s is the example", (language, file) => {
  const [block, ...others] = inLanguage(language);
  expect(others).toEqual([]);
  expect(block?.page).toBe("docs/languages.md");
  expect(block?.code).toBe(read(`examples/languages/${language}/${file}`));
});

describe("commands", () => {
  test.each(inLanguage("sh"))("sh can parse the block at $place", ({ code }) => {
    execFileSync("sh", ["-n"], { input: code });
  });

  /** Programs of others, of which only the name is known here. */
  const FOREIGN = ["cd", "curl", "echo", "git", "kubectl", "vim", "exec"];
  const PULUMI = ["config set", "package add", "preview", "up"];

  const check: Readonly<Record<string, (words: readonly string[]) => void>> = {
    npm: ([verb = "", ...rest]) => {
      if (["ci", "install", "test"].includes(verb)) return;
      const [script = "", separator, ...args] = rest;
      expect({ verb, scripts: Object.keys(scripts) }).toMatchObject({
        verb: "run",
        scripts: expect.arrayContaining([script]),
      });
      expect([undefined, "--"]).toContain(separator);
      if (script === "up" || script === "preview") parseCommand([script, ...args]);
    },
    npx: ([program, ...args]) => {
      expect(program).toBe("pulumi-kubernetes-traffic");
      parseCommand(args);
    },
    pulumi: (words) => {
      expect(PULUMI.some((command) => words.join(" ").startsWith(command))).toBe(true);
    },
    ...Object.fromEntries(FOREIGN.map((program) => [program, () => undefined])),
  };

  const commands = blocks.flatMap((block) =>
    commandsIn(block).map((words) => ({ place: block.place, words, line: words.join(" ") })),
  );

  test("there are many", () => {
    expect(commands.length).toBeGreaterThan(30);
  });

  test.each(commands)("$place: $line", ({ words: [program = "", ...words] }) => {
    expect(Object.keys(check)).toContain(program);
    check[program]?.(words);
  });
});

describe("YAML", () => {
  /** The release.yaml of the guide, which its other blocks continue. */
  const guide = inLanguage("yaml").find(
    ({ page, code }) => page === "docs/release.md" && "component" in parse(code),
  );
  const only = (value: object, keys: readonly string[]) =>
    Object.keys(value).every((key) => keys.includes(key));

  /** By name, what reads a block, and how it is recognized. */
  const READERS: readonly {
    readonly name: string;
    readonly reads: (value: Record<string, unknown>) => boolean;
    readonly check: (block: Placed, value: Record<string, unknown>) => void;
  }[] = [
    {
      name: "release.yaml",
      reads: (value) => "component" in value,
      check: ({ code, place }) => parseReleaseSpec(code, place),
    },
    {
      name: "a part of release.yaml",
      reads: (value) => only(value, ["evidence", "checks"]),
      check: ({ code, place }) => parseReleaseSpec(`${guide?.code}\n${code}`, place),
    },
    {
      name: "a project of Pulumi",
      reads: (value) => "runtime" in value,
      check: (_, value) =>
        expect(only(value, ["name", "runtime", "config", "variables", "resources", "outputs"])).toBe(true),
    },
    {
      name: "a stack of Pulumi",
      reads: (value) => only(value, ["config"]),
      check: (_, { config }) => {
        for (const key of Object.keys(config as object)) expect(key).toMatch(/^myapp:\w+$/);
      },
    },
    {
      name: "a role, which other tests hold against the requests",
      reads: ({ kind }) => kind === "Role" || kind === "ClusterRole",
      check: (_, value) => expect(only(value, ["apiVersion", "kind", "metadata", "rules"])).toBe(true),
    },
    {
      name: "a file of Argo Rollouts, Flagger or Prometheus",
      reads: ({ kind, ...value }) =>
        kind === "Rollout" || kind === "Canary" || only(value, ["strategy", "metrics", "relabel_configs"]),
      check: () => undefined,
    },
  ];

  test.each(inLanguage("yaml"))("the block at $place", (block) => {
    const value = parse(block.code) as Record<string, unknown> | null;
    if (value === null) {
      const [, schema = ""] =
        /\$schema=node_modules\/pulumi-kubernetes-traffic\/(\S+)/.exec(block.code) ?? [];
      expect(existsSync(join(root, schema))).toBe(true);
      return;
    }
    const reader = READERS.find(({ reads }) => reads(value));
    expect(reader?.name).toBeDefined();
    reader?.check(block, value);
  });
});

test.each(inLanguage("json"))("the configuration of policies at $place", ({ code }) => {
  expect(() => configurePolicies("config", trafficPolicies(), JSON.parse(code))).not.toThrow();
});
