import { describe, expect, it } from "vitest";
import { isMutable, parseImage } from "../../../../src/policies/facts/images.js";

describe("parseImage", () => {
  it.each([
    ["app", { digest: false, tag: undefined }],
    ["app:1.2", { digest: false, tag: "1.2" }],
    ["registry:5000/app", { digest: false, tag: undefined }],
    ["registry:5000/app:1.2", { digest: false, tag: "1.2" }],
    ["app:1.2@sha256:0", { digest: true, tag: "1.2" }],
  ])("reads %s", (image, parts) => {
    expect(parseImage(image)).toEqual(parts);
  });
});

describe("isMutable", () => {
  it.each([
    ["app", true],
    ["app:alpine", true],
    ["app:dev2", true],
    ["app:1.2", false],
    ["app:latest@sha256:0", false],
  ])("judges %s", (image, expected) => {
    expect(isMutable(image, ["dev2"])).toBe(expected);
  });
});
