import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorText } from "../../../../src/preview/screen/programError.js";

const source = { project: "shop", stackFile: "Pulumi.dev.yaml" };
const shown = (...lines: string[]) => errorText(lines.join("\n"), source);
const text = (...lines: string[]) => lines.join("\n");

describe("errorText", () => {
  it("keeps only the program's own frames, without colors", () => {
    const grey = "\u001b[90m";
    const ours = join(__dirname, "../../../../dist/canary/check.js");
    expect(
      shown(
        "Error: boom",
        "    at run (/app/index.ts:3:1)",
        `${grey}    at Module._compile (node:internal/modules:1)`,
        "    at Array.map (<anonymous>)",
        "    at async Promise.all (index 0)",
        "    at x (/app/node_modules/y/z.js:1)",
        `    at checked (${ours}:1:1)`,
        "    at Object.<anonymous> (/app/index.ts:6:7)",
        "    at file:///app/other.ts:1:1",
        "",
      ),
    ).toBe(
      text(
        "Error: boom",
        "    at run (/app/index.ts:3:1)",
        "    at Object.<anonymous> (/app/index.ts:6:7)",
        "    at file:///app/other.ts:1:1",
      ),
    );
  });

  it("drops the fields that Node.js repeats, and the files of packages that required a module", () => {
    expect(
      shown(
        "Error: Cannot find module './x'",
        "Require stack:",
        "- /app/index.ts",
        "- /app/node_modules/@pulumi/pulumi/cmd/run/run.js",
        "    at Object.<anonymous> (/app/index.ts:1:1)",
        "    at Module._load (node:internal/modules/cjs/loader:1038:27) {",
        "  code: 'MODULE_NOT_FOUND',",
        "  requireStack: [",
        "    '/app/index.ts',",
        "    '/app/node_modules/@pulumi/pulumi/cmd/run/run.js'",
        "  ]",
        "}",
      ),
    ).toBe(
      text(
        "Error: Cannot find module './x'",
        "Require stack:",
        "- /app/index.ts",
        "    at Object.<anonymous> (/app/index.ts:1:1)",
      ),
    );
  });

  it("keeps the fields of the program's own errors, and their cause", () => {
    expect(
      shown(
        "Error: no answer",
        "    at ask (/app/index.ts:3:9)",
        "    ... 7 lines matching cause stack trace ...",
        "    at node:internal/main:1:1 {",
        "  attempts: 3,",
        "  [cause]: Error: open",
        "      at node:fs:1:1 {",
        "    errno: -2,",
        "    code: 'ENOENT',",
        "    path: '/nowhere'",
        "  }",
        "}",
      ),
    ).toBe(
      text(
        "Error: no answer",
        "    at ask (/app/index.ts:3:9) {",
        "  attempts: 3,",
        "  [cause]: Error: open",
        "}",
      ),
    );
  });
});
