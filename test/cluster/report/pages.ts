import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { coursePlot } from "./coursePlot.js";
import { drainPlot } from "./drainSections.js";
import { type ResultFile, readResult } from "./file.js";
import { proof } from "./proof.js";
import { isPromised, type ScenarioResult } from "./result.js";
import { sharePlot } from "./sharePlot.js";
import { sumPage } from "./sumPage.js";

/** Writes the page of a run, and its plots next to it. */
export function writePage(page: string, run: ResultFile): void {
  const base = page.replace(/\.md$/, "");
  const draw = (ending: string, svg: string | undefined) => {
    if (svg === undefined) return undefined;
    const file = `${base}${ending}.svg`;
    writeFileSync(file, svg);
    return basename(file);
  };
  const pictures = {
    shares: draw("", sharePlot(run.results)),
    course: draw("-course", courseOf(run.results.find(isPromised))),
    control: draw("-control", courseOf(run.results.find(({ loses }) => loses))),
    drains: draw("-drains", drainPlot(run.drains)),
  };
  writeFileSync(page, proof(run, pictures));
}

/**
 * Writes one page that sums up the results of runs, and a page for each run next to it. Returns the files. A page of a run
 * has the name of the sum and that of the result: proof.md and nodes.json give proof-nodes.md.
 */
export function writeSum(page: string, results: readonly string[]): string[] {
  const base = page.replace(/\.md$/, "");
  const runs = results.map((file) => {
    const name = basename(file, ".json");
    return { name, page: `${base}-${name}.md`, run: readResult(file) };
  });
  for (const { page: own, run } of runs) writePage(own, run);
  writeFileSync(page, sumPage(runs.map((one) => ({ ...one, page: basename(one.page) }))));
  return [page, ...runs.map((one) => one.page)];
}

function courseOf(result: ScenarioResult | undefined): string | undefined {
  if (!result?.course) return undefined;
  const { mode, scenario, course } = result;
  return coursePlot(`${scenario}, kube-proxy in mode ${mode}: connections answered and lost`, course);
}
