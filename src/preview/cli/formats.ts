import { safeName } from "../report/fileNames.js";
import { toYaml } from "../report/render.js";
import type { RenderedFile } from "../report/renderFolder.js";
import type { Report } from "../report/report.js";
import { countText } from "../screen/counts.js";
import { missingTexts } from "../screen/missingText.js";
import { policyText } from "../screen/policyText.js";
import type { Layout } from "../screen/style.js";
import { glyphs } from "../screen/style.js";
import { reportText } from "../screen/text.js";
import { flow } from "../screen/wrap.js";
import type { FormatName } from "./options.js";

/** How results are printed. */
export interface Format {
  /** True when stdout carries the result alone. All other output then goes to stderr. */
  readonly resultOnly: boolean;
  /** The result of the offline preview. `facts` are short remarks about the run. */
  preview(report: Report, layout: Layout, facts: readonly string[]): string[];
  /** Warnings that the result cannot carry, for stderr. */
  warnings(report: Report): string[];
  /** Options for the real pulumi, and whether its stdout is shown or moved aside to stderr. */
  readonly pulumi: { readonly options: readonly string[]; readonly output: "show" | "aside" };
  /** The result of the real pulumi, once it has rendered. */
  rendered(directory: string, files: readonly RenderedFile[]): string[];
}

/** Every format by its option. */
export const FORMATS: Readonly<Record<FormatName, Format>> = {
  text: {
    resultOnly: false,
    preview: (report, layout, facts) => {
      const policies = policyText(report, layout);
      const block = policies.length > 0 ? ["", ...policies] : [];
      const last = flow([countText(report), ...facts], layout.width, ` ${glyphs.dot} `);
      return ["", ...reportText(report, layout), ...block, "", ...last];
    },
    warnings: () => [],
    pulumi: { options: [], output: "show" },
    rendered: (directory, files) => [`rendered to ${directory} (${files.length} files)`],
  },
  json: {
    resultOnly: true,
    preview: (report) => [JSON.stringify(report, undefined, 2)],
    warnings: () => [],
    pulumi: { options: ["--json"], output: "show" }, // pulumi prints the result itself
    rendered: () => [],
  },
  yaml: {
    resultOnly: true,
    preview: (report) => [yamlOf(report.objects)],
    warnings: (report) => missingTexts(report).map((text) => `warning: ${text}`),
    pulumi: { options: [], output: "aside" },
    rendered: (_, files) => [yamlOf(files)],
  },
};

/** Each object under the name of its cluster, if there are several: one `kubectl apply` reaches one cluster. */
function yamlOf(objects: readonly Pick<RenderedFile, "cluster" | "document">[]): string {
  const several = new Set(objects.map(({ cluster }) => cluster)).size > 1;
  const head = (cluster: string) => (several ? `# Cluster: ${safeName(cluster)}\n` : "");
  return objects.map(({ cluster, document }) => head(cluster) + toYaml(document).trimEnd()).join("\n---\n");
}
