import { describe, expect, test } from "vitest";
import { needsCommand, skipReason } from "../support/needs.js";
import { changesSince } from "./changes.js";
import { previewOf, type Step } from "./cli.js";
import { isUpdate } from "./compare.js";
import { RECORDED, type RecordedProgram, readRelease, releasesIn } from "./records.js";
import type { RecordedResource } from "./replay.js";

const missing = skipReason("upgrades with the Pulumi CLI", needsCommand("pulumi"));

/** Programs that read no cluster, because there is none. */
const recordOf = (release: string) => readRelease(RECORDED, release).filter(({ program }) => !program.reads);

const preview = (
  recorded: readonly RecordedProgram[],
  asBefore = (resource: RecordedResource): RecordedResource => resource,
) =>
  previewOf(
    recorded.map(({ program }) => program),
    recorded.flatMap(({ resources }) => resources.map(asBefore)),
  );

const operations = (steps: readonly Step[]) => steps.map(({ op, urn }) => `${op} ${urn}`).sort();
const changedPaths = ({ detailedDiff }: Step) => Object.keys(detailedDiff ?? {});

describe.skipIf(missing !== undefined)("an upgrade, as the Pulumi CLI plans it", () => {
  test.each(releasesIn(RECORDED))(
    "from %s updates in place what the record says, and no pods",
    async (release) => {
      const recorded = recordOf(release);
      const steps = await preview(recorded);
      const names = recorded.map(({ program }) => program.name);
      const changes = (await changesSince(release)).filter(({ program }) => names.includes(program));
      expect(operations(steps)).toEqual(
        [
          ...changes.flatMap(({ added }) => added.map(({ urn }) => `create ${urn}`)),
          ...changes.flatMap(({ changed }) =>
            changed.filter(isUpdate).map(({ resource }) => `update ${resource.urn}`),
          ),
        ].sort(),
      );
      expect(steps.flatMap(changedPaths).filter((path) => path.startsWith("spec"))).toEqual([]);
    },
  );

  test("a changed selector and a changed pod template would show", async () => {
    const release = releasesIn(RECORDED).at(-1) as string;
    const recorded = recordOf(release).filter(({ program }) => program.name === "blue-green-as-before");
    const steps = await preview(recorded, changedPods);
    expect(operations(steps)).toEqual([
      expect.stringMatching(/^replace .*:Deployment::blue-green-as-before-blue$/),
      expect.stringMatching(/^update .*:Deployment::blue-green-as-before-green$/),
    ]);
    expect(steps.flatMap(changedPaths)).toContain("spec.template.metadata.annotations");
  });
});

/** As if the former version had had another selector for blue, and another annotation on green's pods. */
function changedPods(resource: RecordedResource): RecordedResource {
  const changed = structuredClone(resource);
  const spec = changed.inputs.spec as { selector: { matchLabels: object }; template: { metadata: object } };
  if (resource.type.endsWith(":Deployment") && resource.name.endsWith("-blue")) {
    spec.selector.matchLabels = { former: "selector" };
  }
  if (resource.type.endsWith(":Deployment") && resource.name.endsWith("-green")) {
    spec.template.metadata = { ...spec.template.metadata, annotations: { former: "annotation" } };
  }
  return changed;
}
