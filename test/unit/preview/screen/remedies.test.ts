import { describe, expect, it } from "vitest";
import { withRemedy } from "../../../../src/preview/screen/remedies.js";

const remedied = (error: string) => withRemedy(error, { project: "shop", stackFile: "Pulumi.dev.yaml" });

describe("withRemedy", () => {
  it.each([
    [
      "shop:size",
      "pulumi config set shop:size",
      [
        "add it to Pulumi.dev.yaml:",
        "  config:",
        "    shop:size: VALUE",
        "or give it for one run: --config size=VALUE",
      ],
    ],
    [
      "aws:region",
      "pulumi config set aws:region",
      [
        "add it to Pulumi.dev.yaml:",
        "  config:",
        "    aws:region: VALUE",
        "or give it for one run: --config aws:region=VALUE",
      ],
    ],
    ["shop:token", "pulumi config set --secret shop:token", ["give it for one run: --config token=VALUE"]],
  ])("names the ways to set %s with and without the Pulumi CLI", (key, cli, ways) => {
    const error = `Missing required configuration variable '${key}'`;
    const all = [...ways, `with the Pulumi CLI: ${cli} VALUE`].map((line) => `\n  ${line}`);
    const pulumi = `${error}\n\tplease set a value using the command \`${cli} <value>\``;
    expect(remedied(pulumi)).toBe(error + all.join(""));
  });

  it.each([
    ["Cannot find module 'left-pad'", "this package is not installed; run npm install left-pad"],
    ["Cannot find module '@left/pad/all'", "this package is not installed; run npm install @left/pad"],
    [
      "Cannot find package 'pad' imported from /app/index.js",
      "this package is not installed; run npm install pad",
    ],
  ])("names the package of %s", (error, remedy) => {
    expect(remedied(error)).toBe(`${error}\n${remedy}`);
  });

  it.each([
    "Cannot find module './settings'",
    "Cannot find module 'node:left'",
    "Cannot find module '/app/settings' imported from /app/index.js",
    "error TS6046: Argument for '--module' option must be: 'none', 'commonjs', 'node16', 'nodenext'.",
    "boom",
  ])("adds nothing to %s", (error) => {
    expect(remedied(error)).toBe(error);
  });
});
