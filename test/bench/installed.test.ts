import { expect, it } from "vitest";
import { dependencies } from "../../package.json";
import { installed, REASONS } from "./installed.js";

it("every dependency has a reason, and only these have", () => {
  expect(Object.keys(REASONS)).toEqual(Object.keys(dependencies));
});

it("counts what a dependency adds to the peer dependencies", () => {
  const packages = Object.fromEntries(installed().map(({ name, packages }) => [name, packages]));
  expect(packages).toMatchObject({ "@grpc/grpc-js": 0, "google-protobuf": 0, commander: 1 });
  expect(packages.ajv).toBeGreaterThan(1);
});
