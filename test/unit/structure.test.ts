import { readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

/**
 * The folders of src, from the bottom up, and what each may import. Files of a folder may always import each other. A
 * line holds for the folders below it too, unless they have a line of their own.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // Shared by all.
  contract: [],
  diagnostics: ["contract"],
  kubernetes: ["contract", "diagnostics"],
  "kubernetes/check": ["contract", "diagnostics", "kubernetes"],
  cluster: ["contract", "diagnostics"],
  resources: ["cluster", "contract", "kubernetes"],
  "resources/check": ["diagnostics", "resources"],
  // The components.
  workload: ["contract", "diagnostics", "kubernetes", "kubernetes/check", "resources"],
  canary: [
    ...["contract", "diagnostics", "kubernetes", "kubernetes/check"],
    ...["resources", "resources/check", "workload"],
  ],
  bluegreen: [
    ...["contract", "diagnostics", "kubernetes", "kubernetes/check"],
    ...["resources", "resources/check", "workload"],
  ],
  "kubeproxy/schema": ["contract", "diagnostics"],
  "kubeproxy/file": ["diagnostics", "kubeproxy/schema"],
  "kubeproxy/check": [
    ...["contract", "diagnostics", "kubernetes", "kubernetes/check"],
    ...["kubeproxy", "kubeproxy/schema", "kubeproxy/file"],
  ],
  "kubeproxy/live": ["contract", "diagnostics", "kubeproxy/schema", "kubeproxy/file", "kubeproxy/check"],
  "kubeproxy/objects": [
    ...["contract", "kubernetes", "resources"],
    ...["kubeproxy/schema", "kubeproxy/file", "kubeproxy/check", "kubeproxy/live"],
  ],
  kubeproxy: [
    ...["contract", "diagnostics", "resources", "resources/check"],
    ...["kubeproxy/schema", "kubeproxy/check", "kubeproxy/live", "kubeproxy/objects"],
  ],
  // What judges and shows components knows only what they register: the contract.
  policies: ["contract", "diagnostics"],
  // From the program to the screen. The files of the folder itself are its door and the failure that all may throw.
  "preview/project": ["diagnostics", "preview"],
  "preview/engine": ["contract", "diagnostics", "preview", "preview/project"],
  "preview/packs": ["policies", "preview", "preview/project", "preview/engine"],
  "preview/report": [
    ...["contract", "diagnostics", "preview", "preview/project", "preview/engine", "preview/packs"],
  ],
  "preview/screen": ["contract", "preview/engine", "preview/packs", "preview/report"],
  "preview/cli": [
    ...["diagnostics", "preview", "preview/project", "preview/engine"],
    ...["preview/packs", "preview/report", "preview/screen", "release", "status"],
  ],
  preview: ["preview/engine", "preview/packs", "preview/report"],
  // What a cluster looks like now. The command gives it the plan, so it runs no program itself.
  status: ["cluster", "contract", "diagnostics", "kubeproxy/schema", "preview", "preview/screen"],
  // From the file of a release and the arithmetic of its verdicts to the driver, which knows the outside only as ports.
  "release/spec": ["diagnostics", "preview"],
  "release/judgement": [],
  "release/driver": ["contract", "diagnostics", "preview", "release/judgement", "release/spec"],
  "release/outside": [],
  "release/evidence": [
    "diagnostics",
    "release/driver",
    "release/judgement",
    "release/outside",
    "release/spec",
  ],
  "release/pods": ["cluster", "contract", "release/driver"],
  "release/checks": ["cluster", "diagnostics", "release/driver", "release/outside", "release/spec"],
  "release/stack": [
    "contract",
    "diagnostics",
    "preview",
    "preview/project",
    "release/driver",
    "release/spec",
  ],
  "release/view": [
    ...["diagnostics", "preview/screen"],
    ...["release/driver", "release/judgement", "release/spec"],
  ],
  "release/demo": [
    "preview/screen",
    "release",
    "release/driver",
    "release/judgement",
    "release/spec",
    "release/view",
  ],
  release: [
    ...[
      "cluster",
      "contract",
      "diagnostics",
      "preview",
      "preview/screen",
      "release/checks",
      "release/demo",
      "release/driver",
    ],
    ...[
      "release/evidence",
      "release/judgement",
      "release/outside",
      "release/pods",
      "release/spec",
      "release/stack",
      "release/view",
    ],
  ],
  testing: ["contract", "diagnostics", "policies", "preview"],
  // The components for programs in other languages.
  plugin: ["bluegreen", "canary", "contract", "diagnostics", "kubeproxy", "resources"],
};

/**
 * The stages of a component, by file or folder. A file imports only from its own stage and earlier ones. A plan is
 * arithmetic on arguments, and a method of the canary names its plan, so both come before the check that uses them.
 */
const STAGES: readonly (readonly string[])[] = [
  ["args", "sectionArgs"],
  ["plan", "scaledPlan"],
  ["methods"],
  ["caveats", "check"],
  ["objects"],
  ["canaryDeployment", "blueGreenService", "kubeProxyConfig"],
];

/** Files that build objects neither refuse nor warn: all that they get is checked. */
const BUILD_OBJECTS = ["objects", "methods"];
const REFUSE_OR_WARN = ["checks", "checkInput", "checkPlain", "problems", "pulumi"].map(
  (name) => `diagnostics/${name}.ts`,
);

const SRC = join(__dirname, "../../src");

interface Import {
  readonly from: string;
  readonly to: string;
}

const imports = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => importsOf(file.split(sep).join("/")));

it("a folder imports only from the folders that its line names", () => {
  const isRefused = ({ from, to }: Import) => {
    const [importer, imported] = [lineOf(from), lineOf(to)];
    return from !== "index.ts" && importer !== imported && !MAY_IMPORT[importer]?.includes(imported);
  };
  expect(shown(imports.filter(isRefused))).toEqual([]);
});

it("a stage of a component imports only from itself and earlier stages", () => {
  const pointsBack = ({ from, to }: Import) =>
    componentOf(from) === componentOf(to) && stageOf(from) < stageOf(to);
  expect(shown(imports.filter(pointsBack))).toEqual([]);
});

it("a file that builds objects imports nothing that refuses or warns", () => {
  const refuses = ({ from, to }: Import) =>
    namesIn(from).some((name) => BUILD_OBJECTS.includes(name)) && REFUSE_OR_WARN.includes(to);
  expect(shown(imports.filter(refuses))).toEqual([]);
});

it("the preview is entered through its index, except for what all commands share: screen, failures, stack files", () => {
  const isOutside = ({ from, to }: Import) => !from.startsWith("preview/") && to.startsWith("preview/");
  const isShared = ({ from, to }: Import) =>
    /^(status|release)\//.test(from) &&
    (to.startsWith("preview/screen/") || ["preview/failure.ts", "preview/project/stackFile.ts"].includes(to));
  const isDoor = ({ to }: Import) => to === "preview/index.ts";
  expect(shown(imports.filter((one) => isOutside(one) && !isDoor(one) && !isShared(one)))).toEqual([]);
});

/** The imports of a file from src, types included. */
function importsOf(from: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(SRC, from), "utf8"));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => ({ from, to: posix.join(posix.dirname(from), fileName.replace(/\.js$/, ".ts")) }));
}

/** The line of MAY_IMPORT that holds for a file: the longest that fits. */
function lineOf(file: string): string {
  const lines = Object.keys(MAY_IMPORT).filter((folder) => file.startsWith(`${folder}/`));
  return lines.sort((a, b) => b.length - a.length)[0] ?? file;
}

const componentOf = (file: string) => file.split("/")[0];

/** The number of a file's stage, that of its folder first; NaN, which is less than nothing, for one without a stage. */
function stageOf(file: string): number {
  const stages = namesIn(file).map((name) => STAGES.findIndex((stems) => stems.includes(name)));
  return stages.find((stage) => stage !== -1) ?? Number.NaN;
}

/** The names of a file's folders, and its own. */
const namesIn = (file: string) => file.replace(/\.ts$/, "").split("/").slice(1);

const shown = (some: readonly Import[]) => some.map(({ from, to }) => `${from} → ${to}`);
