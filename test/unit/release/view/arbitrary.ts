import fc from "fast-check";
import type {
  CoursePoint,
  Decision,
  IndicatorStatus,
  PodsStatus,
  ReleaseStatus,
  StepStatus,
} from "../../../../src/release/driver/model.js";
import type { StepWindow } from "../../../../src/release/driver/ports.js";

// Statuses as no driver writes them: every view has to bear them, because a status can come from a file.

const extreme = fc.constantFrom(0, 1, -1, 0.5, 1e15, 1e300, Infinity, -Infinity, Number.NaN, 2 ** 53);
const number = fc.oneof(extreme, fc.double(), fc.integer({ min: 0, max: 1_000_000 }));
const time = fc.oneof(extreme, fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }));

/** Text that breaks what prints it: marks of Markdown and HTML, control characters, halves of characters. */
export const hostile = fc.constantFrom(
  `<script>alert("1")</script>&'`,
  "a|b|c",
  "`code` **bold** _it_ [link](javascript:x) ![i](x) ~~s~~ $m$ @someone #12",
  "two\nlines\r\nand\ta tab",
  "\u001b[31mred\u001b[2J",
  "\u202eright to left",
  "half \ud83d of a character",
  "größe-東京-🚀",
  "-->",
  "]]>",
  "",
  "\\",
  "x".repeat(300),
);
const words = fc
  .array(fc.constantFrom("the", "canary", "answers", "8", "300", "requests", "%", "payment-provider"))
  .map((some) => some.join(" "));
const text = fc.oneof(hostile, words, fc.string({ unit: "binary", maxLength: 40 }));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const verdict = fc.constantFrom("pass", "fail", "undecided", "error");

const counts = fc.record({ bad: number, total: number });
const bar = fc.record({ value: number, threshold: number });
const step = fc.record({
  title: text,
  weight: number,
  state: fc.constantFrom("done", "now", "next", "failed"),
  approve: fc.boolean(),
  atLeast: number,
  from: optional(time),
  until: optional(time),
  achieved: optional(number),
}) as fc.Arbitrary<StepStatus>;
const window = fc.record({
  step: fc.integer({ min: 0, max: 3 }),
  from: time,
  until: time,
  canary: counts,
  stable: counts,
}) as fc.Arbitrary<StepWindow>;
const point = fc.record({ at: time, worse: number, good: number }) as fc.Arbitrary<CoursePoint>;
const decision = fc.record({
  at: time,
  version: fc.nat(),
  succeeded: fc.boolean(),
  text,
}) as fc.Arbitrary<Decision>;

export const indicators: fc.Arbitrary<IndicatorStatus> = fc.record({
  name: text,
  rule: fc.constant({ worseThan: 2, negligible: 0.005 }),
  verdict,
  reason: text,
  canary: counts,
  stable: counts,
  worse: bar,
  good: bar,
  ratio: optional(number),
  needs: optional(fc.record({ requests: number, seconds: optional(number) })),
  windows: fc.array(window, { maxLength: 5 }),
  course: fc.array(point, { maxLength: 5 }),
}) as fc.Arbitrary<IndicatorStatus>;

export const statuses: fc.Arbitrary<ReleaseStatus> = fc.record({
  component: text,
  kind: fc.constantFrom("canary", "blueGreen"),
  stack: text,
  now: time,
  phase: fc.constantFrom(
    ...["idle", "ready", "going", "waiting", "interrupted", "promoted", "rolledBack", "stopped"],
  ),
  from: optional(text),
  to: optional(text),
  steps: fc.array(step, { maxLength: 6 }),
  asked: number,
  achieved: optional(number),
  indicators: fc.array(indicators, { maxLength: 4 }),
  pods: optional(fc.record({ verdict, reason: text }) as fc.Arbitrary<PodsStatus>),
  decisions: fc.array(decision, { maxLength: 7 }),
  next: text,
  deadline: optional(time),
}) as fc.Arbitrary<ReleaseStatus>;

/** What no reader should ever see. */
export const LEAKS = /\bNaN\b|\bInfinity\b|\bundefined\b|\bnull\b|\[object/;
