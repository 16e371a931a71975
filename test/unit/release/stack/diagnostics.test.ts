import { describe, expect, it } from "vitest";
import { errorText } from "../../../../src/release/stack/diagnostics.js";

/** From the CLI 3.260. */
const FAILED = `Updating (dev):
    pulumi:pulumi:Stack shop-dev running error: Running program failed
Diagnostics:
  kubernetes:apps/v1:Deployment (shop-green):
    warning: a warning
      of two lines
    error: 2 of 2 pods of Deployment shop-green are not ready: ErrImagePull nope:v9 (pod shop-green-5d9 and 1 more)
      Kubernetes reports ProgressDeadlineExceeded: ReplicaSet "shop-green-5d9" has timed out progressing.
    Service shop sends all connections to 2 ready pods of blue (v1).

    To go back, set activeColor to "blue" and run pulumi up.
    error: timed out waiting for the condition
  pulumi:pulumi:Stack (shop-dev):
    warning: Attempting to deploy or update resources with 1 pending operations from previous deployment.
      * urn:pulumi:dev::shop::kubernetes:apps/v1:Deployment::shop-green, interrupted while creating

    Note that \`pulumi refresh\` will need to be run interactively to clear pending CREATE operations.
    error: update failed

Resources:
    7 unchanged
    1 errored

Duration: 5s

error: update cancelled
`;

describe("what went wrong", () => {
  it("is the errors of the resources with their explanations, and no warning", () => {
    expect(errorText(FAILED)).toBe(
      [
        "2 of 2 pods of Deployment shop-green are not ready: ErrImagePull nope:v9 (pod shop-green-5d9 and 1 more)",
        '  Kubernetes reports ProgressDeadlineExceeded: ReplicaSet "shop-green-5d9" has timed out progressing.',
        "Service shop sends all connections to 2 ready pods of blue (v1).",
        'To go back, set activeColor to "blue" and run pulumi up.',
        "timed out waiting for the condition",
      ].join("\n"),
    );
  });

  it("is an error of the program without its stack trace", () => {
    const output = [
      "Updating (dev):",
      "Diagnostics:",
      "  pulumi:pulumi:Stack (shop-dev):",
      "    error: Running program '/app/index.js' failed with an unhandled exception:",
      "    Error: Missing required configuration variable 'shop:canaryWeight'",
      "    \u001b[90m    at Config.require (/app/node_modules/@pulumi/config.js:1:2)\u001b[39m",
      "        at node:internal/main/run_main_module:28:49",
      "",
      "Resources:",
      "    1 errored",
    ].join("\n");
    expect(errorText(output)).toBe(
      "Running program '/app/index.js' failed with an unhandled exception:\nError: Missing required configuration variable 'shop:canaryWeight'",
    );
  });

  it("is the error of the command, where no update began", () => {
    const output = "error: getting secrets manager: passphrase must be set with PULUMI_CONFIG_PASSPHRASE\n";
    expect(errorText(output)).toBe(
      "getting secrets manager: passphrase must be set with PULUMI_CONFIG_PASSPHRASE",
    );
  });

  it("is general where nothing more is known", () => {
    expect(errorText("error: update cancelled\n")).toBe("update cancelled");
  });

  it("is the last lines of an output without an error", () => {
    expect(errorText("a\nb\n\nc\nd\ne\nf\n")).toBe("b\nc\nd\ne\nf");
    expect(errorText("")).toBe("");
  });

  it("is at most twenty lines", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `    line ${index}`);
    const text = errorText(`\nDiagnostics:\n  a (b):\n    error: many\n${lines.join("\n")}\n`);
    expect(text.split("\n")).toHaveLength(21);
    expect(text.split("\n").at(-1)).toBe("(11 lines more)");
  });
});
