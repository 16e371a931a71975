import { expect, it, onTestFinished, vi } from "vitest";
import { OfflineMonitor } from "../../../../src/preview/engine/monitor.js";
import { runProgram } from "../../../../src/preview/engine/run.js";
import { findProject } from "../../../../src/preview/project/project.js";
import { programDirectory } from "../support.js";

/** The output of a program, and what it sent. */
async function debugged(environment: NodeJS.ProcessEnv = {}) {
  const logged = vi.spyOn(OfflineMonitor.prototype, "log");
  const registered = vi.spyOn(OfflineMonitor.prototype, "registerResource");
  onTestFinished(() => void vi.restoreAllMocks());
  let output = "";
  const ran = await runProgram(
    findProject(programDirectory("debugging")),
    "dev",
    { values: {}, secretKeys: [] },
    {
      typeCheck: false,
      timeout: 120,
      environment: { ...process.env, ...environment },
      onOutput: (_, text) => {
        output += text;
      },
    },
  );
  return {
    succeeded: ran.succeeded,
    output: output.trimEnd().split("\n").sort(),
    logged: logged.mock.calls.map(([request]) => request.getMessage()),
    positions: registered.mock.calls.map(([request]) => request.getSourceposition()),
  };
}

it("a program sends and collects nothing for debugging, and keeps its messages and the stacks of its errors", async () => {
  const { succeeded, output, logged, positions } = await debugged();
  expect(succeeded).toBe(true);
  expect(output).toEqual(["error: with stack", "forked: 0", "promise: 1 line(s)", "worker: 0"]);
  expect(logged).toEqual(["a message"]);
  expect(positions).toEqual([undefined, undefined]);
});

it("promises have their stacks when somebody looks for a leak", async () => {
  const { output } = await debugged({ PULUMI_DEBUG_PROMISE_LEAKS: "true" });
  expect(output).toContainEqual(expect.stringMatching(/^promise: (?!1 )\d+ line/));
});
