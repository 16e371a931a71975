import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../../../../src/preview/failure.js";
import {
  MINIMAL_RELEASE,
  parseReleaseSpec,
  readReleaseSpec,
} from "../../../../src/release/spec/readReleaseSpec.js";
import { blueGreen, canary, indicator, refusal, WHOLE } from "./files.js";

const parse = (text: string) => parseReleaseSpec(text, "release.yaml");

describe("a release of a CanaryDeployment", () => {
  it("has every field of the file, in seconds and fractions", () => {
    const rule = { worseThan: 2, negligible: 0.005 };
    expect(parse(WHOLE)).toEqual({
      component: "myapp",
      release: {
        kind: "canary",
        config: { weight: "canaryWeight", stable: "stableVersion", canary: "canaryVersion" },
        steps: [
          { weight: 2, atLeast: 0, approve: false },
          { weight: 10, atLeast: 0, approve: false },
          { weight: 25, atLeast: 600, approve: false },
          { weight: 50, atLeast: 0, approve: true },
          { weight: 100, atLeast: 120, approve: false },
        ],
      },
      checks: [
        { check: "http", url: "http://myapp-canary/healthz", expect: 200, times: 5, timeout: 10 },
        { check: "job", file: "smoke-test.yaml", timeout: 300 },
        { check: "command", command: "./smoke.sh", timeout: 60 },
      ],
      evidence: {
        prometheus: { url: "http://prometheus:9090" },
        indicators: [
          {
            name: "errors",
            source: "counters",
            bad: 'http_requests_total{app="myapp",track="$side",code=~"5.."}',
            total: 'http_requests_total{app="myapp",track="$side"}',
            ...rule,
            ceiling: 0.05,
          },
          {
            name: "slow",
            source: "histogram",
            histogram: 'http_request_duration_seconds{app="myapp",track="$side"}',
            slowerThan: 0.3,
            ...rule,
          },
          {
            name: "probe",
            source: "probe",
            protocol: "http",
            canary: "http://myapp-canary/",
            stable: "http://myapp-stable/",
            perSecond: 5,
            timeout: 2,
            ...rule,
          },
          {
            name: "logins",
            source: "command",
            command: "./login-counts.sh",
            timeout: 10,
            window: 60,
            lag: 60,
            ...rule,
          },
        ],
        pods: true,
        falseAlarm: 0.01,
        miss: 0.05,
        window: 15,
        warmUp: 30,
        giveUpAfter: 600,
      },
      deadline: 7200,
      onUndecided: "wait",
    });
  });

  it("is judged by its pods alone where the file asks for nothing else", () => {
    expect(parse(canary(""))).toEqual({
      component: "myapp",
      release: {
        kind: "canary",
        config: { weight: "canaryWeight", stable: "stableVersion", canary: "canaryVersion" },
        steps: [
          { weight: 10, atLeast: 0, approve: false },
          { weight: 100, atLeast: 120, approve: false },
        ],
      },
      checks: [],
      evidence: {
        indicators: [],
        pods: true,
        falseAlarm: 0.01,
        miss: 0.05,
        window: 15,
        warmUp: 30,
        giveUpAfter: 600,
      },
      deadline: 7200,
      onUndecided: "wait",
    });
  });

  it("keeps the least time of the last step, also none", () => {
    const { release } = parse(canary("steps: [{ weight: 100, atLeast: 0s }]"));
    expect(release.steps).toEqual([{ weight: 100, atLeast: 0, approve: false }]);
  });

  it("takes probabilities as percentages and as fractions", () => {
    const { evidence } = parse(canary("evidence: { falseAlarm: 0.02, miss: 2.5% }"));
    expect(evidence).toMatchObject({ falseAlarm: 0.02, miss: 0.025 });
  });

  it("takes addresses of TCP, timeouts, and config keys with a namespace", () => {
    const { evidence } = parse(
      indicator("{ name: db, tcp: { canary: 'db-canary:5432', stable: '[::1]:5432' }, timeout: 1s }"),
    );
    expect(evidence.indicators[0]).toMatchObject({
      source: "probe",
      protocol: "tcp",
      canary: "db-canary:5432",
      stable: "[::1]:5432",
      timeout: 1,
      perSecond: 5,
    });
    const checks = parse(canary("checks: [{ job: a.yaml, timeout: 90s }, { command: 'true', timeout: 1s }]"));
    expect(checks.checks.map(({ timeout }) => timeout)).toEqual([90, 1]);
    const { release } = parse(canary("config: { weight: app:w, stable: app:s, canary: other:w }"));
    expect(release.config).toEqual({ weight: "app:w", stable: "app:s", canary: "other:w" });
  });
});

describe("a release of a BlueGreenService", () => {
  it("has the steps of the file", () => {
    expect(parse(blueGreen("to: green")).release).toEqual({
      kind: "blueGreen",
      config: { color: "activeColor", standby: "standbyReplicas" },
      to: "green",
      steps: [
        { step: "preview", approve: false },
        { step: "flip", approve: false },
        { step: "bake", atLeast: 600, approve: false },
        { step: "retire", approve: false },
      ],
    });
  });

  it("takes settings of each step in a map", () => {
    const steps =
      "steps: [{ preview: { replicas: 3, approve: true } }, { flip: { approve: true } }, { bake: { atLeast: 1h, approve: true } }, { bake: 5m }, { retire: { approve: true } }]";
    expect(parse(blueGreen(steps)).release.steps).toEqual([
      { step: "preview", replicas: 3, approve: true },
      { step: "flip", approve: true },
      { step: "bake", atLeast: 3600, approve: true },
      { step: "bake", atLeast: 300, approve: false },
      { step: "retire", approve: true },
    ]);
    expect(parse(blueGreen("steps: [{ preview: 3 }, flip]")).release.steps[0]).toEqual({
      step: "preview",
      replicas: 3,
      approve: false,
    });
  });

  it("needs no standby key without a step that sets the pods of the standby", () => {
    const { release } = parse(blueGreen("config: { color: activeColor }\nsteps: [preview, flip]"));
    expect(release.config).toEqual({ color: "activeColor" });
  });
});

describe("YAML", () => {
  it("may have anchors, merged maps, a byte order mark and other scripts", () => {
    const text = `\uFEFF${indicator("&a { name: a, command: ./zählung.sh, timeout: 1s }\n    - { <<: *a, name: b }", "pods: true")}`;
    const commands = parse(text).evidence.indicators.map((one) => [
      one.name,
      "command" in one && one.command,
    ]);
    expect(commands).toEqual([
      ["a", "./zählung.sh"],
      ["b", "./zählung.sh"],
    ]);
  });

  it.each([
    [
      "a key that is given twice, at every place",
      "component: a\ncomponent: b\nsteps: [{ weight: 1, weight: 2 }]\n",
      "release.yaml cannot be read, 2 problems:\n  line 2: the key is given twice; remove one\n  line 3: the key is given twice; remove one",
    ],
    [
      "a tab",
      "component: a\nconfig:\n\tweight: w\n",
      "release.yaml cannot be read, 1 problem:\n  line 3: the line is indented with a tab; indent with spaces",
    ],
    [
      "a second document",
      "component: a\n---\ncomponent: b\n",
      "release.yaml cannot be read, 1 problem:\n  line 2: a second document begins; give one release a file of its own",
    ],
    [
      "a tag",
      "component: !!js/function x\n",
      "release.yaml cannot be read, 1 problem:\n  line 1: Unresolved tag: tag:yaml.org,2002:js/function",
    ],
    [
      "an alias without an anchor",
      "component: *nowhere\n",
      "release.yaml cannot be read: Unresolved alias (the anchor must be set before the alias): nowhere",
    ],
  ])("is refused with %s", (_, text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it("is refused where anchors multiply to millions, or lists nest without end", () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`)}]`,
    );
    expect(refusal(`l0: &l0 x\n${levels.join("\n")}\n`)).toMatch(
      /^release.yaml cannot be read: Excessive alias count/,
    );
    expect(refusal("[".repeat(20_000))).toMatch(/^release.yaml cannot be read/);
    expect(refusal(canary("steps: &a [*a]"))).toMatch(/^release.yaml cannot be used/);
  });

  it.each([
    ["", "release.yaml is empty; the least that it needs:\n\n  component: myapp\n"],
    ["# nothing\n", "release.yaml is empty; the least that it needs:\n\n  component: myapp\n"],
    ["- component: a\n", "release.yaml is a list, not a map with the keys component, config and steps; "],
    ["myapp\n", "release.yaml is a single value, not a map with the keys component, config and steps; "],
  ])("is refused where it is no map: %j", (text, start) => {
    expect(refusal(text).startsWith(start)).toBe(true);
  });
});

describe("the file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function failureOf(file?: string): { code: number; message: string } {
    try {
      readReleaseSpec(file, { cwd: folder });
    } catch (error) {
      if (error instanceof Failure)
        return { code: error.code, message: error.message.replaceAll(folder, "DIR") };
      throw error;
    }
    throw new Error("the file was accepted");
  }

  it("is release.yaml in the project's folder, or the one that is named", () => {
    writeFileSync(join(folder, "release.yaml"), MINIMAL_RELEASE);
    mkdirSync(join(folder, "releases"));
    writeFileSync(join(folder, "releases/shop.yaml"), blueGreen(""));
    expect(readReleaseSpec(undefined, { cwd: folder }).component).toBe("myapp");
    expect(readReleaseSpec("releases/shop.yaml", { cwd: folder }).component).toBe("shop");
    expect(readReleaseSpec(join(folder, "release.yaml"), { cwd: "/" }).component).toBe("myapp");
  });

  it("is wrong use of the command where it does not exist", () => {
    expect(failureOf("prod.yaml")).toEqual({ code: 2, message: "--file prod.yaml does not exist" });
    expect(failureOf()).toEqual({
      code: 2,
      message: `there is no release.yaml in DIR; the least that it needs:

  component: myapp
  config: { weight: canaryWeight, stable: stableVersion, canary: canaryVersion }
  steps: [2, 10, 50, 100]
  evidence:
    indicators:
      - { name: probe, http: { canary: "http://myapp-canary/", stable: "http://myapp-stable/" } }`,
    });
  });

  it("is refused where it is wrong, a folder, too large, or not text", () => {
    writeFileSync(join(folder, "wrong.yaml"), canary("stepps: []"));
    mkdirSync(join(folder, "folder"));
    writeFileSync(join(folder, "large.yaml"), "#".repeat(10 * 1024 * 1024));
    writeFileSync(join(folder, "utf16.yaml"), Buffer.from([0xff, 0xfe, 0x61, 0x00]));
    expect(failureOf("wrong.yaml")).toEqual({
      code: 1,
      message:
        'wrong.yaml cannot be used, 1 problem:\n  line 4, stepps: is not a known key; did you mean "steps"?',
    });
    expect(failureOf("folder").message).toBe("folder is a folder; name the file in it");
    expect(failureOf("large.yaml").message).toBe(
      "large.yaml has 10486 kB, and a release has at most 100 kB; name the right file",
    );
    expect(failureOf("utf16.yaml").message).toBe("utf16.yaml is not text in UTF-8; save it in this encoding");
  });

  it.skipIf(process.getuid?.() === 0)("is refused where it may not be read", () => {
    writeFileSync(join(folder, "secret.yaml"), "");
    chmodSync(join(folder, "secret.yaml"), 0);
    expect(failureOf("secret.yaml")).toEqual({
      code: 1,
      message: "secret.yaml cannot be read: EACCES: permission denied, open 'DIR/secret.yaml'",
    });
  });
});
