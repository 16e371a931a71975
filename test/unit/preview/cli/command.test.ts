import { describe, expect, it } from "vitest";
import { HELP, parseCommand } from "../../../../src/preview/cli/command.js";
import type { Failure } from "../../../../src/preview/failure.js";

describe("parseCommand", () => {
  it("has defaults that change nothing outside the project", () => {
    expect(parseCommand(["preview"])).toEqual({
      name: "preview",
      directory: ".",
      stack: undefined,
      config: new Map(),
      configFile: undefined,
      render: undefined,
      write: true,
      format: "text",
      offline: false,
      kubeconfig: undefined,
      showSecrets: false,
      policyPacks: [],
      typeCheck: false,
      timeout: 120,
    });
  });

  it("reads every option", () => {
    const all =
      "up -c a=1 --config b==2 --config a=3 --config-file f --stack s --cwd d --render r --no-write --json --kubeconfig k --show-secrets --policy-pack p --policy-pack q --policy-pack-config a --policy-pack-config b --type-check --timeout 5";
    expect(parseCommand(all.split(" "))).toEqual({
      name: "up",
      directory: "d",
      stack: "s",
      config: new Map([
        ["a", "3"],
        ["b", "=2"],
      ]),
      configFile: "f",
      render: "r",
      write: false,
      format: "json",
      offline: false,
      kubeconfig: "k",
      showSecrets: true,
      policyPacks: [
        { directory: "p", configuration: "a" },
        { directory: "q", configuration: "b" },
      ],
      typeCheck: true,
      timeout: 5,
    });
    expect(parseCommand(["up", "--yaml", "--offline"])).toMatchObject({ format: "yaml", offline: true });
  });

  it("shows help without arguments and for --help anywhere", () => {
    expect([[], ["--help"], ["up", "-h"]].map((argv) => parseCommand(argv).name)).toEqual([
      "help",
      "help",
      "help",
    ]);
    expect(parseCommand(["--version"]).name).toBe("version");
  });

  it.each<[string, string]>([
    ["up --confg a=1", 'unknown option --confg; did you mean "--config"?'],
    ["up --frobnicate", "unknown option --frobnicate"],
    ["up -x", "Unknown option '-x'"],
    ["--json", "a command is missing: up or preview"],
    ["upp", 'unknown command "upp"; did you mean "up"?'],
    ["destroy", 'unknown command "destroy"; there are up and preview'],
    ["up dev", 'unexpected "dev" after up'],
    ["up --config a", '--config "a" is not key=value'],
    ["up --config =a", '--config "=a" is not key=value'],
    ["up --stack ../x", '--stack "../x" is not a stack\'s name: letters, digits, _ . and -'],
    ["up --timeout soon", '--timeout "soon" is not a number of seconds above 0'],
    ["up --timeout 0", '--timeout "0" is not a number of seconds above 0'],
    ["up --json --yaml", "--json and --yaml exclude each other"],
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

  it("has help that fits 100 columns", () => {
    expect(HELP.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });
});
