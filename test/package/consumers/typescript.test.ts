// The compilers and module kinds that users have.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { program } from "../programs.js";
import { LOWEST, makeProject, NEWEST, prepare, QUIET, run } from "./consumer.js";

// Aliases: the compiler that a program is checked with need not be the one that the SDK's peers ask for.
const COMPILERS = { "typescript-5.9": "npm:typescript@~5.9.0", "typescript-6.0": "npm:typescript@~6.0.0" };
type Compiler = keyof typeof COMPILERS;

const node10 = { module: "commonjs", moduleResolution: "node10" };
const kinds = [
  { type: "commonjs", options: { module: "node16" } },
  { type: "commonjs", options: { module: "nodenext" } },
  { type: "module", options: { module: "node16" } },
  { type: "module", options: { module: "nodenext" } },
  { type: "module", options: { module: "esnext", moduleResolution: "bundler" } },
  { type: "module", options: { module: "preserve", moduleResolution: "bundler" } },
];

let at: ReturnType<typeof prepare>;
beforeAll(() => {
  at = prepare(COMPILERS);
});
afterAll(() => rmSync(at.directory, { recursive: true, force: true }));

describe.each([
  { name: "the lowest peers", peers: LOWEST },
  { name: "the newest peers", peers: NEWEST },
])("with $name", ({ name, peers }) => {
  let project: string;
  beforeAll(() => {
    project = makeProject(join(at.directory, name.replaceAll(" ", "-")), {
      ...peers,
      "@types/node": "20",
      "pulumi-kubernetes-traffic": `file:${at.tarball}`,
    });
    run(project, ["npm", "install", "--ignore-scripts", ...QUIET]);
  });

  test.each([
    { compiler: "typescript-5.9", type: "commonjs", options: node10 },
    { compiler: "typescript-6.0", type: "commonjs", options: { ...node10, ignoreDeprecations: "6.0" } },
    // From 6.0 on this pair is allowed, and takes the place of node10.
    {
      compiler: "typescript-6.0",
      type: "commonjs",
      options: { module: "commonjs", moduleResolution: "bundler" },
    },
    ...kinds.map((kind) => ({ compiler: "typescript-5.9", ...kind })),
    ...kinds.map((kind) => ({ compiler: "typescript-6.0", ...kind })),
  ] as { compiler: Compiler; type: string; options: Record<string, string> }[])(
    "$compiler accepts a program of type $type with $options, and sees its types",
    ({ compiler, type, options }) => {
      const directory = makeProject(join(project, "program"), {}, { type });
      // The directive is an error itself if the compiler finds no error below it, as with types it could not resolve.
      const wrong = `// @ts-expect-error\nplanCanary({ replicas: "3", weight: 25 });\n`;
      writeFileSync(join(directory, "program.ts"), `${program}${wrong}`);
      const compilerOptions = {
        ...{ target: "es2022", strict: true, noEmit: true, skipLibCheck: true, types: ["node"] },
        ...options,
      };
      writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions }));
      run(directory, [process.execPath, at.tools.file(`${compiler}/bin/tsc`), "-p", "."]);
    },
  );
});
