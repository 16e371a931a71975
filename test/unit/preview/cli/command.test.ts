import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseCommand } from "../../../../src/preview/cli/command.js";
import type { Failure } from "../../../../src/preview/failure.js";

describe("parseCommand", () => {
  it("has defaults that change nothing outside the project", () => {
    expect(parseCommand(["preview"])).toEqual({
      name: "preview",
      cwd: ".",
      config: new Map(),
      write: true,
      format: "text",
      packs: [],
      timeout: 120,
    });
  });

  it("reads every option", () => {
    const all =
      "up -c a=1 --config b==2 --config a=3 --config-file f --stack s --cwd d --render r --no-write --json --kubeconfig k --show-secrets --policy-pack p --policy-pack q --policy-pack-config a --policy-pack-config b --type-check --timeout 5";
    expect(parseCommand(all.split(" "))).toEqual({
      name: "up",
      cwd: "d",
      stack: "s",
      config: new Map([
        ["a", "3"],
        ["b", "=2"],
      ]),
      configFile: "f",
      render: "r",
      write: false,
      json: true,
      format: "json",
      kubeconfig: "k",
      showSecrets: true,
      policyPack: ["p", "q"],
      policyPackConfig: ["a", "b"],
      packs: [
        { directory: "p", configuration: "a" },
        { directory: "q", configuration: "b" },
      ],
      typeCheck: true,
      timeout: 5,
    });
    expect(parseCommand(["up", "--yaml", "--offline"])).toMatchObject({ format: "yaml", offline: true });
  });

  it("reads the options of status", () => {
    expect(parseCommand(["status"])).toEqual({ name: "status", component: undefined });
    const line =
      "status myapp -s prod -C dir --kubeconfig k --context c -n a --namespace b -w --json --html f";
    expect(parseCommand(line.split(" "))).toEqual({
      name: "status",
      component: "myapp",
      stack: "prod",
      cwd: "dir",
      kubeconfig: "k",
      context: "c",
      namespace: ["a", "b"],
      watch: true,
      json: true,
      html: "f",
    });
    expect(parseCommand(["status", "-A"])).toMatchObject({ allNamespaces: true });
  });

  it("reads a command of release, whose help is its own", () => {
    expect(parseCommand(["release", "abort", "-s", "prod"])).toEqual({
      name: "release",
      command: { name: "abort", cwd: ".", stack: "prod" },
    });
    for (const argv of [["release"], ["release", "--help"], ["release", "run", "-h"]]) {
      expect(parseCommand(argv)).toMatchObject({
        name: "release",
        command: { name: "print", text: expect.stringMatching(/^Usage: pulumi-kubernetes-traffic release /) },
      });
    }
  });

  it("accepts options in front of the command", () => {
    for (const line of ["--cwd up up --json", "--json up -C up", "--json -C up up", "--cwd=up --json up"]) {
      expect(parseCommand(line.split(" "))).toMatchObject({ name: "up", cwd: "up", json: true });
    }
  });

  it("shows one help without arguments and for --help anywhere", () => {
    const help = {
      name: "print",
      text: expect.stringMatching(/^Usage: pulumi-kubernetes-traffic <command>/),
    };
    for (const argv of [
      [],
      ["--help"],
      ["up", "-h"],
      ["preview", "--json", "--help"],
      ["status", "--help"],
    ]) {
      expect(parseCommand(argv)).toEqual(help);
      expect(parseCommand(argv)).toEqual(parseCommand([]));
    }
  });

  it("shows its version", () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../../../package.json"), "utf8"));
    expect(parseCommand(["--version"])).toEqual({ name: "print", text: version });
  });

  it.each<[string, string]>([
    ["up --confg a=1", 'unknown option --confg; did you mean "--config"?'],
    ["up --frobnicate", "unknown option --frobnicate"],
    ["up -x", "unknown option -x"],
    ["up --timeout", "option --timeout <seconds> argument missing"],
    ["--json", "a command is missing: up, preview, status or release"],
    ["--cwd up", "a command is missing: up, preview, status or release"],
    ["--cwd d", "a command is missing: up, preview, status or release"],
    ["upp", 'unknown command "upp"; did you mean "up"?'],
    ["destroy", 'unknown command "destroy"; the commands are up, preview, status and release'],
    ["statu", 'unknown command "statu"; did you mean "status"?'],
    ["relase", 'unknown command "relase"; did you mean "release"?'],
    ["-C d release run", "release comes before -C"],
    ["release stp", 'unknown command stp; did you mean "step"?'],
    ["release run --stack ../x", '--stack "../x" is not a stack name; use letters, digits, _, . and -'],
    ["up dev", 'unexpected "dev" after up'],
    ["status myapp shop", 'unexpected "shop" after status'],
    ["status --watc", 'unknown option --watc; did you mean "--watch"?'],
    ["status --offline", "unknown option --offline"],
    ["status -A -n shop", "--namespace and --all-namespaces cannot be combined"],
    ["status -n Shop/x", '--namespace "Shop/x" is not a namespace; use a-z, 0-9 and -'],
    ["status --stack ../x", '--stack "../x" is not a stack name; use letters, digits, _, . and -'],
    ["up --config a", '--config "a" is not key=value'],
    ["up --config =a", '--config "=a" is not key=value'],
    ["up --stack ../x", '--stack "../x" is not a stack name; use letters, digits, _, . and -'],
    ["up --timeout soon", '--timeout "soon" is not a number of seconds above 0'],
    ["up --timeout 0", '--timeout "0" is not a number of seconds above 0'],
    [
      "up --policy-pack p --policy-pack q --policy-pack-config c",
      "1 --policy-pack-config for 2 --policy-pack; give one for each, in the same order",
    ],
    ["up --sarif f", "--sarif requires --policy-pack"],
    ["up --json --yaml", "--json and --yaml cannot be combined"],
    [
      "preview --kubeconfig k",
      "--kubeconfig applies to a cluster, which an offline preview never does; use up without --offline",
    ],
  ])("refuses %s", (line, message) => {
    const refused = (): Failure | undefined => {
      try {
        parseCommand(line.split(" "));
      } catch (error) {
        return error as Failure;
      }
      return undefined;
    };
    expect(refused()).toMatchObject({ code: 2, message: `${message}\n--help shows how to use it` });
  });

  it.each([80, 100])("has help that fits %i columns", (width) => {
    const { text } = parseCommand(["--help"], width) as { text: string };
    expect(text.split("\n").filter((line) => line.length > width)).toEqual([]);
  });

  it("has help that names every command and option", async () => {
    const { text } = parseCommand([]) as { text: string };
    await expect(text).toMatchFileSnapshot("screens/help.txt");
  });
});
