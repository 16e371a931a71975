import { beforeAll, describe, expect, test } from "vitest";
import type { Document } from "yaml";
import { Problems } from "../../../src/diagnostics/problems.js";
import {
  fileFields,
  kubeProxyConfiguration,
  renderConfiguration,
} from "../../../src/kubeproxy/file/document.js";
import { mergeInto } from "../../../src/kubeproxy/file/merge.js";
import { readLiveFile } from "../../../src/kubeproxy/file/parse.js";
import type { KubeProxyMode } from "../../../src/kubeproxy/schema/modes.js";
import { good, mutated, type Question, sweep } from "../../support/kubeProxyQuestions.js";
import { needsCommand, skipReason } from "../../support/needs.js";
import { KUBEADM_FILE } from "../../unit/kubeproxy/live/liveCluster.js";
import { verdictOn } from "../../unit/kubeproxy/verdict.js";
import { binary, KUBERNETES } from "../boot/binaries.js";
import { type Answer, askAll } from "./ask.js";
import { misread } from "./readings.js";
import { STRICTER, VERSION_DEPENDENT } from "./stricter.js";

const missing = skipReason("questions to kube-proxy itself", needsCommand("go"));

interface Judged extends Question {
  readonly refused: readonly string[];
  readonly answer: Answer;
}

const judged: Judged[] = [];

beforeAll(async () => {
  if (missing) return;
  const questions = [...sweep(), ...good(150, 1), ...mutated(150, 2)];
  const answers = await askAll(binary("kube-proxy"), questions.map(fileOf));
  const verdicts = questions.map(({ args }) => verdictOn({ manage: "create", ...args }).refused);
  judged.push(...questions.map((question, i) => ({ ...question, refused: verdicts[i], answer: answers[i] })));
  const count = (is: (one: Judged) => boolean) => judged.filter(is).length;
  console.log(
    `kube-proxy ${KUBERNETES} and we judged ${judged.length} configurations: ` +
      `${count((one) => one.answer.accepted && one.refused.length === 0)} accepted by both, ` +
      `${count((one) => !one.answer.accepted && one.refused.length > 0)} refused by both, ` +
      `${count((one) => one.answer.accepted && one.refused.length > 0)} refused by us alone, ` +
      `${count((one) => !one.answer.accepted && one.refused.length === 0)} by kube-proxy alone`,
  );
});

describe.skipIf(missing !== undefined)("against kube-proxy itself", () => {
  test("at least 500 configurations are judged, good and bad ones", () => {
    expect(judged.length).toBeGreaterThanOrEqual(500);
    expect(judged.filter(({ refused }) => refused.length === 0).length).toBeGreaterThanOrEqual(200);
    expect(judged.filter(({ refused }) => refused.length > 0).length).toBeGreaterThanOrEqual(200);
  });

  test("what we accept kube-proxy accepts, but for what depends on its version", () => {
    const wrong = judged.filter(
      ({ refused, answer: { error } }) =>
        refused.length === 0 && error !== undefined && !isKnown(VERSION_DEPENDENT, error),
    );
    expect(wrong.map(described)).toEqual([]);
  });

  test("what we accept holds nothing that kube-proxy leaves out", () => {
    const wrong = judged.filter(
      // The library does not check the options of log formats.
      ({ args, refused, answer }) =>
        refused.length === 0 && answer.lenient && !JSON.stringify(args).includes("misspelled"),
    );
    expect(wrong.map(described)).toEqual([]);
  });

  test("kube-proxy reads every value as it was given", () => {
    const wrong = judged.filter(({ refused, answer }) => refused.length === 0 && answer.accepted);
    expect(wrong.flatMap(({ args, answer }) => misread(args, answer.read))).toEqual([]);
  });

  test("what we refuse and kube-proxy takes is refused for a listed reason", () => {
    const wrong = judged.filter(
      ({ args, refused, answer }) =>
        answer.accepted && refused.some((line) => !isKnown(STRICTER, line, String(args.mode))),
    );
    expect(wrong.map(described)).toEqual([]);
  });

  test("kubeadm's file with our fields in it is read as it was meant, and the rest as before", async () => {
    const problems = new Problems("it");
    const wanted = { mode: "ipvs", ipvs: { scheduler: "lc", strictARP: true } };
    const live = readLiveFile(KUBEADM_FILE, "file", problems);
    expect(problems.lines).toEqual([]);
    const { text } = mergeInto(KUBEADM_FILE, live as Document, wanted);
    const [before, after] = await askAll(binary("kube-proxy"), [KUBEADM_FILE, text]);
    expect(after).toMatchObject({ accepted: true, lenient: false, read: wanted });
    expect(after.read).toMatchObject({
      clusterCIDR: "10.244.0.0/16",
      clientConnection: (before.read as { clientConnection: object }).clientConnection,
    });
  });

  test("each listed reason is needed", () => {
    const lines = judged.flatMap(({ args, refused, answer }) =>
      answer.accepted ? refused.map((line) => [line, String(args.mode)] as const) : [],
    );
    const errors = judged.flatMap(({ refused, answer }) =>
      refused.length === 0 ? [answer.error ?? ""] : [],
    );
    expect(STRICTER.filter(({ matches }) => !lines.some((line) => matches(...line)))).toEqual([]);
    expect(VERSION_DEPENDENT.filter(({ matches }) => !errors.some((error) => matches(error, "")))).toEqual(
      [],
    );
  });
});

/** The file that the component would write, without its checks. */
function fileOf({ args: { mode, ...fields } }: Question): string {
  return renderConfiguration(kubeProxyConfiguration(mode as KubeProxyMode, fileFields(fields, {})));
}

function isKnown(differences: typeof STRICTER, line: string, mode = ""): boolean {
  return differences.some(({ matches }) => matches(line, mode));
}

function described({ args, changed, refused, answer }: Judged): string {
  return `${changed.join(", ")} in ${JSON.stringify(args)}: we say ${refused.join("; ") || "good"}, kube-proxy ${answer.error ?? "good"}`;
}
