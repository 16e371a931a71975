import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { Failure } from "../../../../src/preview/failure.js";
import { durationText, percentText } from "../../../../src/release/spec/quantities.js";
import { parseReleaseSpec } from "../../../../src/release/spec/readReleaseSpec.js";
import type {
  CheckSpec,
  ColorStep,
  IndicatorSpec,
  ReleaseSpec,
  WeightStep,
} from "../../../../src/release/spec/spec.js";

const seconds = fc.integer({ min: 1, max: 600_000 }).map((milliseconds) => milliseconds / 1000);
const short = fc.integer({ min: 0, max: 60_000 }).map((milliseconds) => milliseconds / 1000);
const share = (min: number, max: number) =>
  fc.integer({ min: min * 10_000, max: max * 10_000 }).map((count) => count / 10_000);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.-]{0,8}$/);
const key = fc.oneof(
  word,
  fc.tuple(word, word).map((parts) => parts.join(":")),
);
const url = fc
  .tuple(fc.constantFrom("http", "https"), name, fc.webPath())
  .map(([scheme, host, path]) => `${scheme}://${host}${path}`)
  .filter((text) => URL.canParse(text)); // xn-- begins the code of a name
/** Text that YAML might take for something else. */
const command = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("yes", "0x10", "# a", "- a", "a: b", "é\n\tb", "null", "~"),
  )
  .filter((text) => /\S/.test(text) && !/[\p{Cc}\p{Cs}]/u.test(text.replaceAll(/[\n\t]/g, "")));
const selector = fc
  .tuple(word, fc.constantFrom("side", "version"), fc.string())
  .map(
    ([label, of, text]) =>
      `${label.replace(/\W/g, "_")}{a="$${of}",b=${JSON.stringify(text.replaceAll("$", ""))}}`,
  );

const weights = fc
  .uniqueArray(share(0.01, 99), { maxLength: 6 })
  .chain((some) =>
    fc.tuple(
      ...[...some.sort((a, b) => a - b), 100].map((weight) =>
        fc.record({ weight: fc.constant(weight), atLeast: short, approve: fc.boolean() }),
      ),
    ),
  );
const canaryRelease = fc
  .record({ keys: fc.uniqueArray(key, { minLength: 3, maxLength: 3 }), steps: weights })
  .map(({ keys: [weight, stable, canary], steps }) => ({
    kind: "canary" as const,
    config: { weight, stable, canary },
    steps,
  }));

const approve = fc.boolean();
const colorSteps: fc.Arbitrary<ColorStep[]> = fc
  .tuple(
    fc.array(
      fc.record({ step: fc.constant("preview" as const), replicas: fc.nat(9).map((n) => n + 1), approve }),
      {
        maxLength: 1,
      },
    ),
    fc.record({ step: fc.constant("flip" as const), approve }),
    fc.array(fc.record({ step: fc.constant("bake" as const), atLeast: short, approve }), { maxLength: 3 }),
    fc.array(fc.record({ step: fc.constant("retire" as const), approve }), { maxLength: 1 }),
  )
  .map(([preview, flip, bake, retire]) => [...preview, flip, ...bake, ...retire]);
const blueGreenRelease = fc
  .record({ keys: fc.uniqueArray(key, { minLength: 2, maxLength: 2 }), to: word, steps: colorSteps })
  .map(({ keys: [color, standby], to, steps }) => ({
    kind: "blueGreen" as const,
    config: { color, standby },
    to,
    steps,
  }));

const check: fc.Arbitrary<CheckSpec> = fc.oneof(
  fc.record({
    check: fc.constant("http" as const),
    url,
    expect: fc.integer({ min: 100, max: 599 }),
    times: fc.integer({ min: 1, max: 10_000 }),
    timeout: seconds,
  }),
  fc.record({ check: fc.constant("job" as const), file: command, timeout: seconds }),
  fc.record({ check: fc.constant("command" as const), command, timeout: seconds }),
);

const rule = fc
  .tuple(
    fc.integer({ min: 101, max: 10_000 }),
    fc.option(share(0.01, 0.99), { nil: undefined }),
    share(0.0001, 0.009),
  )
  .map(([worse, ceiling, negligible]) => ({
    worseThan: worse / 100,
    ...(ceiling !== undefined && { ceiling }),
    negligible,
  }));
const sides = (address: fc.Arbitrary<string>) =>
  fc.uniqueArray(address, { minLength: 2, maxLength: 2 }).map(([canary, stable]) => ({ canary, stable }));
const probe = (protocol: "http" | "tcp", address: fc.Arbitrary<string>) =>
  fc.tuple(sides(address), fc.integer({ min: 1, max: 100 }), seconds).map(([both, perSecond, timeout]) => ({
    source: "probe" as const,
    protocol,
    ...both,
    perSecond,
    timeout,
  }));
const tcp = fc.tuple(name, fc.integer({ min: 1, max: 65535 })).map((parts) => parts.join(":"));
const source = fc.oneof(
  fc
    .uniqueArray(selector, { minLength: 2, maxLength: 2 })
    .map(([bad, total]) => ({ source: "counters" as const, bad, total })),
  fc.record({ source: fc.constant("histogram" as const), histogram: selector, slowerThan: seconds }),
  probe("http", url),
  probe("tcp", tcp),
  fc.record({
    ...{ source: fc.constant("command" as const), command, timeout: seconds },
    ...{ window: fc.integer({ min: 1, max: 600 }), lag: fc.integer({ min: 0, max: 3600 }) },
  }),
);
const indicators = fc
  .uniqueArray(name, { minLength: 1, maxLength: 4 })
  .chain((names) => fc.tuple(...names.map((one) => fc.record({ name: fc.constant(one), source, rule }))))
  .map((some) => some.map((one): IndicatorSpec => ({ name: one.name, ...one.source, ...one.rule })));

const spec: fc.Arbitrary<ReleaseSpec> = fc.record({
  component: word,
  release: fc.oneof(canaryRelease, blueGreenRelease),
  checks: fc.array(check, { maxLength: 3 }),
  evidence: fc.record({
    prometheus: url.map((of) => ({ url: of })),
    indicators,
    pods: fc.boolean(),
    falseAlarm: share(0.0001, 0.49),
    miss: share(0.0001, 0.49),
    window: fc.integer({ min: 1, max: 600 }),
    warmUp: short,
    giveUpAfter: short,
  }),
  deadline: fc.integer({ min: 600, max: 100_000 }),
  onUndecided: fc.constantFrom("wait", "hold", "rollback"),
});

/** A spec as a user writes it. */
function fileOf(of: ReleaseSpec): Record<string, unknown> {
  const { component, release, checks, evidence, deadline, onUndecided } = of;
  return {
    component,
    config: release.config,
    ...(release.kind === "blueGreen" && { to: release.to }),
    steps: release.steps.map(writtenStep),
    checks: checks.map(({ timeout, ...one }) => {
      if (one.check === "job") return { job: one.file, timeout: durationText(timeout) };
      const { check: _, ...fields } = one;
      if (one.check === "command") return { command: one.command, timeout: durationText(timeout) };
      return { http: { ...fields, timeout: durationText(timeout) } };
    }),
    evidence: {
      ...evidence,
      indicators: evidence.indicators.map(writtenIndicator),
      falseAlarm: percentText(evidence.falseAlarm),
      window: durationText(evidence.window),
      warmUp: durationText(evidence.warmUp),
      giveUpAfter: durationText(evidence.giveUpAfter),
    },
    deadline: durationText(deadline),
    onUndecided,
  };
}

function writtenStep(step: WeightStep | ColorStep): unknown {
  if (!("step" in step)) return { ...step, atLeast: durationText(step.atLeast) };
  const { step: of, ...settings } = step;
  return {
    [of]: "atLeast" in settings ? { ...settings, atLeast: durationText(settings.atLeast) } : settings,
  };
}

function writtenIndicator({ ...one }: IndicatorSpec): unknown {
  const limits = one.ceiling === undefined ? {} : { ceiling: percentText(one.ceiling) };
  const common = { name: one.name, worseThan: one.worseThan, negligible: one.negligible, ...limits };
  switch (one.source) {
    case "counters":
      return { ...common, bad: one.bad, total: one.total };
    case "histogram":
      return { ...common, histogram: one.histogram, slowerThan: durationText(one.slowerThan) };
    case "command":
      return {
        ...{ ...common, command: one.command, timeout: durationText(one.timeout) },
        ...{ window: durationText(one.window), lag: durationText(one.lag) },
      };
    case "probe": {
      const { protocol, canary, stable, perSecond, timeout } = one;
      return { ...common, [protocol]: { canary, stable }, perSecond, timeout: durationText(timeout) };
    }
  }
}

/** Replaces or removes one value, renames one key, or adds one. */
function mutated(value: unknown, choose: (below: number) => number, other: unknown): unknown {
  if (typeof value !== "object" || value === null || choose(4) === 0) return other;
  if (Array.isArray(value)) {
    const at = choose(value.length + 1);
    return at === value.length
      ? [...value, other]
      : value.map((one, index) => (index === at ? mutated(one, choose, other) : one));
  }
  const entries = Object.entries(value);
  const at = choose(entries.length + 1);
  if (at === entries.length) return { ...value, [typeof other === "string" ? other : "other"]: other };
  const [name, inner] = entries[at];
  const kind = choose(4);
  const changed: [string, unknown][] =
    kind === 0 ? [] : kind === 1 ? [[name.slice(1), inner]] : [[name, mutated(inner, choose, other)]];
  return Object.fromEntries([...entries.slice(0, at), ...changed, ...entries.slice(at + 1)]);
}

describe("a random release", () => {
  it("reads back as itself", () => {
    fc.assert(
      fc.property(spec, (of) => {
        expect(parseReleaseSpec(stringify(fileOf(of)), "release.yaml")).toEqual(of);
      }),
    );
  });

  it("with a random change is read, or refused with a message", () => {
    const values = fc.oneof(
      fc.anything({ maxDepth: 2 }),
      fc.constantFrom(
        null,
        0,
        -1,
        Number.POSITIVE_INFINITY,
        Number.NaN,
        "",
        "10m",
        "5%",
        "flip",
        "$side",
        "constructor",
        [],
        {},
      ),
    );
    const change = fc.record({ of: spec, choices: fc.infiniteStream(fc.nat()), other: values });
    fc.assert(
      fc.property(change, ({ of, choices, other }) => {
        const choose = (below: number) => (choices.next().value as number) % below;
        const text = stringifyAnything(mutated(fileOf(of), choose, other));
        expectFailureAtMost(text);
      }),
    );
  });

  it("with some characters changed is read, or refused with a message", () => {
    const change = fc.record({
      of: spec,
      at: fc.nat(),
      count: fc.nat(5),
      other: fc.string({ unit: "binary", maxLength: 5 }),
    });
    fc.assert(
      fc.property(change, ({ of, at, count, other }) => {
        const text = stringify(fileOf(of));
        const place = at % text.length;
        expectFailureAtMost(text.slice(0, place) + other + text.slice(place + count));
      }),
    );
  });
});

/** Anything that YAML can hold; nothing for what it cannot. */
function stringifyAnything(value: unknown): string {
  try {
    return stringify(value) ?? "";
  } catch {
    return "";
  }
}

function expectFailureAtMost(text: string): void {
  try {
    parseReleaseSpec(text, "release.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    expect((error as Failure).message).toMatch(/^release.yaml /);
    expect((error as Failure).message).not.toContain("undefined");
  }
}
