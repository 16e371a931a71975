import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { PLAIN_ERRORS } from "../../../../src/preview/engine/run.js";

/** The value of an expression in a process that is started like a program. */
function evaluated(expression: string): string {
  const args = ["--require", PLAIN_ERRORS, "--print", expression];
  return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout.trimEnd();
}

it("an error whose stack names a scope without a package is inspected to its end", () => {
  const error = `Object.assign(new Error("x"), { stack: "Error: x\\n    at f (/o/node_modules/@pulumi/config.ts:3:1)" })`;
  expect(evaluated(`util.inspect(${error}, { colors: true })`)).toBe(
    "Error: x\n    at f (/o/node_modules/@pulumi/config.ts:3:1)",
  );
});

it("other values keep their colors", () => {
  expect(evaluated("util.inspect(1, { colors: true })")).toBe("\u001b[33m1\u001b[39m");
});
