import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { codeBlocks, pages, read, root } from "./pages.js";

/** What the blocks without imports of their own take as given: the names of the packages, and the parts not shown. */
const GIVEN = `
import type * as k8s from "@pulumi/kubernetes";
import type * as sdk from "@pulumi/pulumi";
import type * as library from "pulumi-kubernetes-traffic";
import type * as kit from "pulumi-kubernetes-traffic/testing";
import type * as pack from "pulumi-kubernetes-traffic/policies";
import type * as policy from "@pulumi/policy";
import type * as runner from "vitest";
declare global {
  const CanaryDeployment: typeof library.CanaryDeployment;
  const BlueGreenService: typeof library.BlueGreenService;
  const KubeProxyConfig: typeof library.KubeProxyConfig;
  const planCanary: typeof library.planCanary;
  const planStack: typeof kit.planStack;
  const checkPolicies: typeof kit.checkPolicies;
  const PolicyPack: typeof policy.PolicyPack;
  const trafficPolicies: typeof pack.trafficPolicies;
  const expect: typeof runner.expect;
  const pulumi: typeof sdk;
  const config: sdk.Config;
  const provider: k8s.Provider;
  const template: NonNullable<library.CanaryDeploymentArgs["template"]>;
  const templateAsItRuns: NonNullable<library.CanaryDeploymentArgs["template"]>;
  const service: library.ServiceArgs;
  const sides: Pick<library.CanaryDeploymentArgs, "replicas" | "weight" | "stable" | "canary">;
  const colors: library.BlueGreenServiceArgs["colors"];
  const text: string;
}
`;

const blocks = pages.flatMap((page) =>
  codeBlocks(read(page))
    .filter(({ language, code }) => language === "ts" && !code.includes("…"))
    .map((block) => ({ ...block, name: `${page}:${block.line}` })),
);

test("every TypeScript block type-checks", () => {
  const fileOf = new Map(
    blocks.map(({ name, code }) => [join(root, "test/docs", `${name.replace(/\W/g, "-")}.ts`), code]),
  );
  const given = join(root, "test/docs/given.ts");
  const texts = new Map([...fileOf].map(([file, code]) => [file, `${code}\nexport {};\n`]));
  texts.set(given, GIVEN);
  texts.set(join(root, "test/docs/program.ts"), "export declare function program(): { share: number };");
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = texts.get(file);
    if (text === undefined) return getSourceFile(file, languageVersion, ...rest);
    return ts.createSourceFile(file, text, languageVersion, true);
  };
  const program = ts.createProgram(
    [...texts.keys()],
    {
      ...options,
      noEmit: true,
      incremental: false,
      tsBuildInfoFile: undefined,
      rootDir: root,
      noUnusedLocals: false,
    },
    host,
  );
  const problems = [...texts.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) => {
        const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
        return `${file.slice(root.length + 11)}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      },
    );
  });
  expect(problems).toEqual([]);
});

test("only the API reference, made of doc comments, has blocks that leave something out", () => {
  const partial = pages.filter((page) =>
    codeBlocks(read(page)).some(({ language, code }) => language === "ts" && code.includes("…")),
  );
  expect(partial).toEqual(["docs/api.md"]);
});
