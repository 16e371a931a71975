import { describe, expect, it } from "vitest";
import { errorText } from "../../../../src/preview/screen/programError.js";

describe("errorText", () => {
  it("keeps only the program's own frames, without colors", () => {
    const grey = "\u001b[90m";
    const text = `Error: boom\n    at run (/app/index.ts:3:1)\n${grey}    at Module._compile (node:internal/modules:1)\n    at x (/app/node_modules/y/z.js:1)\n`;
    expect(errorText(text)).toBe("Error: boom\n    at run (/app/index.ts:3:1)");
  });
});
