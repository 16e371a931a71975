import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/preview/failure.js";
import { parseRelease } from "../../../src/release/options.js";

const parse = (line: string, width?: number) => parseRelease(line === "" ? [] : line.split(" "), width);
const COMMANDS = ["plan", "run", "step", "status", "abort", "replay", "demo"];
const OF_PROJECT = "-f r.yaml -s prod -C dir --kubeconfig k --context c";
const project = { file: "r.yaml", stack: "prod", cwd: "dir", kubeconfig: "k", context: "c" };

/** The text that a line prints. */
function printed(line: string, width?: number): string {
  const command = parse(line, width);
  return command.name === "print" ? command.text : "";
}

describe("the command line of release", () => {
  it.each([
    ["plan", { format: "text" }],
    ["run", { approve: false, again: false, takeOver: false }],
    ["step", { approve: false, again: false, takeOver: false, format: "text" }],
    ["status", { watch: false, format: "text" }],
    ["abort", {}],
  ])("%s has defaults that agree with nothing", (name, defaults) => {
    expect(parse(name)).toEqual({ name, cwd: ".", ...defaults });
  });

  it.each([
    [
      `plan ${OF_PROJECT} --rate 50 --errors 1% --json`,
      { rate: 50, errors: 0.01, json: true, format: "json" },
    ],
    [`plan ${OF_PROJECT} --errors 0.02 --markdown`, { errors: 0.02, markdown: true, format: "markdown" }],
    [
      `run ${OF_PROJECT} --approve --again --take-over --journal j`,
      { approve: true, again: true, takeOver: true, journal: "j" },
    ],
    [
      `step ${OF_PROJECT} --approve --json`,
      { approve: true, again: false, takeOver: false, json: true, format: "json" },
    ],
    [
      `status ${OF_PROJECT} --watch --html p.html --markdown`,
      { watch: true, html: "p.html", markdown: true, format: "markdown" },
    ],
    [`abort ${OF_PROJECT}`, {}],
  ])("%s", (line, options) => {
    expect(parse(line)).toEqual({ name: line.split(" ")[0], ...project, ...options });
  });

  it("reads what needs no project", () => {
    expect(parse("replay status.json")).toEqual({ name: "replay", file: "status.json" });
    expect(parse("demo")).toEqual({ name: "demo", seed: 1 });
    expect(parse("demo --version load --seed 7")).toEqual({ name: "demo", version: "load", seed: 7 });
    expect(parse("status -w")).toMatchObject({ watch: true });
  });

  it.each([
    ["stp", 'unknown command stp; did you mean "step"?'],
    ["upgrade", `unknown command upgrade; the commands are ${COMMANDS.join(", ")}`],
    ["--json", `a command is missing before --json: ${COMMANDS.join(", ")}`],
    ["status --wach", 'unknown option --wach; did you mean "--watch"?'],
    ["abort --json", "unknown option --json"],
    ["run now", "too many arguments for run: 1 instead of 0"],
    ["replay", "<file> is missing"],
    ["replay a b", "too many arguments for replay: 2 instead of 1"],
    ["run --journal", "option --journal <file> argument missing"],
    ["plan --rate 0", '--rate "0" is not a number above 0'],
    ["plan --rate many", '--rate "many" is not a number above 0'],
    ["plan --errors 5", '--errors "5" is not a rate; give a percentage such as 1%'],
    ["plan --errors 100%", '--errors "100%" is not a rate; give a percentage such as 1%'],
    ["demo --seed 0", '--seed "0" is not a number above 0'],
    [
      "demo --version slow",
      "option --version <kind> argument 'slow' is invalid. Allowed choices are good, errors, load.",
    ],
    ["step --json --markdown", "--json and --markdown cannot be combined"],
  ])("refuses %s", (line, message) => {
    const refuse = () => parse(line);
    expect(refuse).toThrow(Failure);
    expect(refuse).toThrow(
      expect.objectContaining({ code: 2, message: `${message}\n--help shows how to use it` }),
    );
  });
});

describe("release --help", () => {
  it("lists the commands, also without arguments", () => {
    expect(printed("--help")).toBe(printed(""));
    const lines = printed("--help").split("\n");
    for (const name of COMMANDS)
      expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
  });

  it.each(COMMANDS)("of %s has its exit codes", (name) => {
    const help = printed(`${name} --help`);
    expect(help).toMatch(new RegExp(`^Usage: pulumi-kubernetes-traffic release ${name} `));
    const [, codes = ""] = help.split("\nExit codes\n");
    const shown = [...codes.matchAll(/^ {2}(\d) {2}\S/gm)].map(([, code]) => code);
    expect(shown).toEqual(expect.arrayContaining(["0", "1", "2"]));
    expect(shown.includes("4")).toBe(["run", "step", "abort"].includes(name));
  });

  it.each([60, 100, 200])("fits %d columns", async (width) => {
    const pages = ["", ...COMMANDS].map((name) => printed(`${name} --help`.trim(), width));
    const tooLong = pages.flatMap((page) => page.split("\n")).filter((line) => line.length > width);
    expect(tooLong).toEqual([]);
    await expect(`${pages.join(`\n\n${"-".repeat(width)}\n\n`)}\n`).toMatchFileSnapshot(
      `screens/help-${width}.txt`,
    );
  });
});
