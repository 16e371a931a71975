import { describe, expect, it } from "vitest";
import { parseReleaseSpec } from "../../../../src/release/spec/readReleaseSpec.js";
import { blueGreen, canary, indicator, problemsOf, refusal } from "./files.js";

const SELECTOR = `'x{track="$side"}'`;
const DURATION = "give a duration with its unit, such as 300ms, 15s, 10m, 2h or 1h30m";
const PERCENT = "give a percentage such as 0.5% or 5%, or a fraction below 1 such as 0.05";

describe("everything that is wrong with a file is in one message", () => {
  it("by line, each with its path, value, what is allowed and what to do", () => {
    const text = `componnent: myapp
config: { weight: canaryWeight, stable: canaryWeight, cannary: x }
steps: [0, 10, 5, "20%", { wieght: 25 }, { weight: 50, approve: yes, atLeast: 10 }]
evidence:
  prometheus: { url: "http://admin:s3cret@prometheus:9090", token: s3cret }
  indicators:
    - { name: Errors, bad: "rate(x[5m])", total: 'x{app="myapp"}', worseThan: 1 }
    -
  pods: on
  falseAlarm: 1
deadline: 600
onUndecided: rolback
`;
    expect(refusal(text)).toBe(
      `release.yaml cannot be used, 20 problems:
  line 1, componnent: is not a known key; did you mean "component"?
  line 2, config.cannary: is not a known key; did you mean "canary"?
  line 2, config.stable: "canaryWeight" is also weight; give each its own config key
  line 3, steps[0]: 0 gives the canary nothing; remove it: a release begins at 0
  line 3, steps[2]: 5 is below 10, a step before; weights must rise from step to step
  line 3, steps[3]: "20%" is text; write the weight as a number: 20
  line 3, steps[4].wieght: is not a known key; did you mean "weight"?
  line 3, steps[5].approve: "yes" is text; write true
  line 3, steps[5].atLeast: 10 is not a duration; ${DURATION}
  line 5, evidence.prometheus.token: is not a known key; a login comes from the environment: set PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD
  line 5, evidence.prometheus.url: "http://***@prometheus:9090" has a user or password; remove it, and set PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD
  line 7, evidence.indicators[0].bad: "rate(x[5m])" calls a function; write a plain selector such as http_requests_total{track="$side"}: the driver adds up increases itself
  line 7, evidence.indicators[0].name: "Errors" is not of this form; give a name of lower-case letters, digits and -, such as errors
  line 7, evidence.indicators[0].total: "x{app=\\"myapp\\"}" selects the same series for both sides; add a label that differs between them, with $side (stable, canary or a color) or $version: track="$side"
  line 7, evidence.indicators[0].worseThan: 1 is out of range; give a number above 1, up to 100
  line 8, evidence.indicators[1]: has no value; give a map with the keys name, bad, total, histogram, slowerThan, http, tcp, command, perSecond, timeout, window, lag, worseThan, ceiling, negligible
  line 9, evidence.pods: "on" is text; write true
  line 10, evidence.falseAlarm: 1 is out of range; ${PERCENT}
  line 11, deadline: 600 is a number; ${DURATION}
  line 12, onUndecided: "rolback" is not a known word; did you mean "rollback"?`.replace(
        "19 problems",
        "20 problems",
      ),
    );
  });

  it("in the order of the list where they are on one line", () => {
    const paths = problemsOf(canary(`steps: [${Array(12).fill("flipp").join(", ")}]`));
    expect(paths.map((line) => line.split(":")[0])).toEqual(
      Array.from({ length: 12 }, (_, at) => `steps[${at}]`),
    );
  });

  it("never shows a password", () => {
    const texts = [
      canary("password: s3cret"),
      canary('checks: [{ http: { url: "http://me:s3cret@a/", times: 0 } }]'),
      canary('checks: [{ http: { url: "ftp://a/?token=s3cret" } }]'),
      canary("checks: [{ command: { Authorization: Bearer s3cret } }]"),
      indicator(
        `{ name: a, bad: ${SELECTOR}, total: ${SELECTOR} }`,
        'prometheus: { url: "http://s3cret@p:1" }',
      ),
    ];
    for (const text of texts) expect(refusal(text)).not.toContain("s3cret");
  });
});

describe("config", () => {
  const EITHER =
    "a CanaryDeployment has weight, stable and canary; a BlueGreenService has color, and standby if its old color is to lose its pods";

  it.each([
    [
      "config: { weight: w, stable: s, canary: c, color: k }",
      `config: has keys of two components; ${EITHER}`,
    ],
    ["config: {}", `config: names no keys; ${EITHER}`],
    [
      "config: { weight: w }",
      "config.canary: is missing; name the config key of the canary's version, such as canaryVersion",
      "config.stable: is missing; name the config key of the stable version, such as stableVersion",
    ],
    [
      "config: { weight: a b, stable: s, canary: c }",
      'config.weight: "a b" is not of this form; give the name as in `pulumi config`: canaryWeight, or namespace:canaryWeight',
    ],
    [
      "config: canaryWeight",
      'config: "canaryWeight" is text; give a map with the keys weight, stable, canary, color, standby',
    ],
    [
      "to: green",
      "to: is the color of a BlueGreenService, but config has the keys of a CanaryDeployment; remove it: the version to release is in the config",
    ],
  ])("%s is refused", (line, ...problems) => {
    expect(problemsOf(canary(line))).toEqual(problems);
  });

  it("may not name one key of the project twice, in full and in short", () => {
    const text = canary("config: { weight: w, stable: app:s, canary: s }");
    expect(() => parseReleaseSpec(text, "f", "app")).toThrow('config.canary: "s" is also stable');
    expect(parseReleaseSpec(text, "f", "other").component).toBe("myapp");
  });
});

describe("steps of a CanaryDeployment", () => {
  const RISE = "weights must rise from step to step";
  const FORMS =
    "give a weight such as 10 or { weight: 10, atLeast: 5m }, or a step of a BlueGreenService: preview, flip, { bake: 10m } or retire";

  it.each([
    ["[50]", "steps[0]: 50 is the last weight, so the release never ends; add 100 as the last step"],
    ["[10, 10, 100]", `steps[1]: 10 is the weight of the step before; ${RISE}`],
    [
      "[10, 100, 50]",
      `steps[2]: 50 is below 100, a step before; ${RISE}`,
      "steps[2]: 50 is the last weight, so the release never ends; add 100 as the last step",
    ],
    [
      "[-1, 100]",
      "steps[0]: -1 is not a share of the connections in percent; give a number above 0, up to 100",
    ],
    [
      "[.nan, 100]",
      "steps[0]: NaN is not a share of the connections in percent; give a number above 0, up to 100",
    ],
    [
      "[10, 101]",
      "steps[1]: 101 is not a share of the connections in percent; give a number above 0, up to 100",
    ],
    ["[{ weight: '10' }, 100]", 'steps[0].weight: "10" is text; give a number above 0, up to 100'],
    ["[{ weight: }, 100]", "steps[0].weight: has no value; give a number above 0, up to 100"],
    ["[true, 100]", `steps[0]: true is a boolean; ${FORMS}`],
    ["[[10], 100]", `steps[0]: is a list; ${FORMS}`],
    ["[null, 100]", `steps[0]: has no value; ${FORMS}`],
    ["[now, 100]", `steps[0]: "now" is not a step; ${FORMS}`],
    ["[{ share: 10 }, 100]", `steps[0]: is not a step; ${FORMS}`],
    [
      "[{ weight: 10, pause: 5m }, 100]",
      "steps[0].pause: is not a known key; known keys: weight, atLeast, approve",
    ],
    [
      "[preview, 100]",
      "steps[0]: is preview, a step of a BlueGreenService, but config has the keys of a CanaryDeployment; give weights, or config: { color: activeColor }",
    ],
    [
      "[]",
      "steps: is empty; give a list: weights that rise to 100, such as [2, 10, 50, 100], or steps of a BlueGreenService, such as [preview, flip, { bake: 10m }]",
    ],
    [
      "10",
      "steps: 10 is a number; give a list: weights that rise to 100, such as [2, 10, 50, 100], or steps of a BlueGreenService, such as [preview, flip, { bake: 10m }]",
    ],
  ])("%s are refused", (steps, ...problems) => {
    expect(problemsOf(canary(`steps: ${steps}`))).toEqual(problems);
  });
});

describe("steps of a BlueGreenService", () => {
  const ORDER = "the order is preview, flip, bake, retire; only bake may be repeated";

  it.each([
    ["[preview, { bake: 5m }]", "steps: has no flip, so the new color never gets connections; add flip"],
    ["[flip, preview]", `steps[1]: is preview after flip; ${ORDER}`],
    ["[preview, { bake: 5m }, flip]", `steps[2]: is flip after bake; ${ORDER}`],
    ["[flip, flip]", `steps[1]: is flip for the second time; ${ORDER}`],
    ["[flip, retire, { bake: 5m }]", `steps[2]: is bake after retire; ${ORDER}`],
    ["[flip, bake]", 'steps[1]: "bake" has no duration; write { bake: 10m }'],
    ["[flip, { bake: soon }]", `steps[1].bake: "soon" is not a duration; ${DURATION}`],
    ["[flip, { bake: { approve: true } }]", `steps[1].bake.atLeast: is missing; ${DURATION}`],
    ["[flip, { bake: 10 }]", "steps[1].bake: 10 is a number; write { bake: 10m }"],
    [
      "[{ flip: true, approve: true }]",
      "steps[0].approve: is a setting of flip; write { flip: { approve: … } }",
    ],
    [
      "[{ flip: true }]",
      "steps[0].flip: true is a boolean; write flip alone, or { flip: { approve: true } }",
    ],
    ["[{ flip: }]", "steps[0].flip: has no value; write flip alone, or { flip: { approve: true } }"],
    ["[{ flip: {}, retire: {} }]", "steps[0]: is flip and retire at once; make a step of each"],
    [
      "[{ preview: 0 }, flip]",
      "steps[0].preview: 0 is not a number of pods; give a whole number of pods from 1 on",
    ],
    [
      "[{ preview: { replicas: 1.5 } }, flip]",
      "steps[0].preview.replicas: 1.5 is not a number of pods; give a whole number of pods from 1 on",
    ],
    ["[flip, retir]", 'steps[1]: "retir" is not a step; did you mean "retire"?'],
    [
      "[flip, 100]",
      "steps[1]: is a weight, a step of a CanaryDeployment, but config has the keys of a BlueGreenService; give preview, flip, { bake: 10m } and retire, or config: { weight: …, stable: …, canary: … }",
    ],
  ])("%s are refused", (steps, ...problems) => {
    expect(problemsOf(blueGreen(`steps: ${steps}`))).toEqual(problems);
  });

  it("need the config key of the standby where they change its pods", () => {
    const REMEDY = "add config.standby, such as standbyReplicas, and read it in the program";
    const text = blueGreen("config: { color: activeColor }\nsteps: [{ preview: 2 }, flip, retire]");
    expect(problemsOf(text)).toEqual([
      `steps[0]: sets the new color's number of pods in the config; ${REMEDY}`,
      `steps[2]: is retire, which sets the old color's number of pods in the config; ${REMEDY}`,
    ]);
  });
});

describe("checks", () => {
  it.each([
    ["[{}]", "checks[0]: checks nothing; give http, job or command"],
    ["[{ job: a, command: b }]", "checks[0]: is job and command at once; make a check of each"],
    ["[{ htpp: { url: http://a } }]", 'checks[0].htpp: is not a known key; did you mean "http"?'],
    [
      "[{ http: { url: http://a }, timeout: 1s }]",
      "checks[0].timeout: is of each request; write http.timeout",
    ],
    [
      "[{ http: { url: a.example/healthz } }]",
      'checks[0].http.url: "a.example/healthz" is not a URL; give an address such as http://myapp-canary/healthz',
    ],
    [
      "[{ http: { url: 'file:///etc/passwd' } }]",
      'checks[0].http.url: "file:///etc/passwd" is not an http or https address; give an address such as http://myapp-canary/healthz',
    ],
    [
      "[{ http: { url: http://a:99999/ } }]",
      'checks[0].http.url: "http://a:99999/" is not a URL; give an address such as http://myapp-canary/healthz',
    ],
    [
      "[{ http: { url: http://a, expect: 42 } }]",
      "checks[0].http.expect: 42 is out of range; give an HTTP status from 100 to 599",
    ],
    ["[{ command: '' }]", 'checks[0].command: "" is not of this form; give a shell command'],
    ["[{ command: a, timeout: 0s }]", 'checks[0].timeout: "0s" is out of range; give a duration above 0'],
    ["{ command: a }", "checks: is a map; give a list of checks, such as [{ command: ./smoke.sh }]"],
  ])("%s are refused", (checks, ...problems) => {
    expect(problemsOf(canary(`checks: ${checks}`))).toEqual(problems);
  });
});

describe("indicators", () => {
  const SOURCES = "give bad and total, histogram and slowerThan, http, tcp, or command";
  const path = "evidence.indicators[0]";

  it.each([
    ["{ name: a }", `${path}: has no source of counts; ${SOURCES}`],
    ["{ name: a, comand: x }", `${path}.comand: is not a known key; did you mean "command"?`],
    [
      `{ name: a, command: x, bad: ${SELECTOR} }`,
      `${path}: has several sources of counts, bad/total and command; make an indicator of each`,
    ],
    [
      `{ name: a, bad: ${SELECTOR} }`,
      `${path}.total: is missing; select the counter of all events, bad ones included`,
    ],
    [
      `{ name: a, histogram: ${SELECTOR} }`,
      `${path}.slowerThan: is missing; give the bound of one of the histogram's buckets, such as 300ms`,
    ],
    [
      `{ name: a, bad: ${SELECTOR}, total: ${SELECTOR} }`,
      `${path}.bad: "x{track=\\"$side\\"}" is also total, so every event is bad; select bad events alone, such as those with code=~"5.."`,
    ],
    [
      `{ name: a, histogram: 'x{track="$side"', slowerThan: 1s }`,
      `${path}.histogram: "x{track=\\"$side\\"" has the end at character 16, where it needs , or }; write a selector such as http_requests_total{app="myapp",track="$side"}`,
    ],
    [
      `{ name: a, histogram: 'x{track="$side}', slowerThan: 1s }`,
      `${path}.histogram: "x{track=\\"$side}" has a " without its end; write a selector such as http_requests_total{app="myapp",track="$side"}`,
    ],
    [
      `{ name: a, histogram: ${SELECTOR}, slowerThan: 0s }`,
      `${path}.slowerThan: "0s" is out of range; give a duration above 0`,
    ],
    [
      `{ name: a, histogram: '{__name__=~"a|b",track="$side"}', slowerThan: 1s }`,
      `${path}.histogram: "{__name__=~\\"a|b\\",track=\\"$side\\"}" has no fixed name of a histogram; give its name without _bucket, such as http_request_duration_seconds{track="$side"}`,
    ],
    [
      "{ name: a, command: x, window: 11m }",
      `${path}.window: "11m" is out of range; give a duration from 1s to 10m`,
    ],
    [
      "{ name: a, http: { canary: http://a, stable: http://b }, lag: 5s }",
      `${path}.lag: is not used by http; remove it`,
    ],
    ["{ name: a, command: x, perSecond: 5 }", `${path}.perSecond: is not used by command; remove it`],
    [
      `{ name: a, histogram: ${SELECTOR}, slowerThan: 1s, timeout: 1s }`,
      `${path}.timeout: is not used by histogram and slowerThan; remove it`,
    ],
    [
      "{ name: a, http: { canary: http://a, stable: http://a } }",
      `${path}.http.canary: "http://a" is also the address of the stable side; give each side the address of a Service of its own`,
    ],
    [
      "{ name: a, tcp: { canary: 'tcp://a:1', stable: 'b:1' } }",
      `${path}.tcp.canary: "tcp://a:1" is not of this form; give host:port, such as myapp-canary:5432`,
    ],
    [
      "{ name: a, tcp: { canary: 'a:70000', stable: 'b:1' } }",
      `${path}.tcp.canary: "a:70000" has no port from 1 to 65535; give host:port, such as myapp-canary:5432`,
    ],
    [
      "{ name: a, command: x, ceiling: 0.1% }",
      `${path}.ceiling: "0.1%" is not above negligible, which is 0.5% by default: such a rate would pass and fail; give a lower negligible, or 0 to turn it off`,
    ],
    [
      "{ name: a, command: x, ceiling: 1%, negligible: 0.02 }",
      `${path}.ceiling: "1%" is not above negligible, which is 2%: such a rate would pass and fail; give a lower negligible, or 0 to turn it off`,
    ],
    [
      "{ name: a, command: x, ceiling: 0% }",
      `${path}.ceiling: "0%" is not a limit; give a percentage above 0% and below 100%`,
    ],
    [
      "{ name: a, command: x, worseThan: .inf }",
      `${path}.worseThan: Infinity is out of range; give a number above 1, up to 100`,
    ],
  ])("%s is refused", (fields, ...problems) => {
    expect(problemsOf(indicator(fields))).toEqual(problems);
  });

  it("have names of their own", () => {
    const text = indicator("{ name: a, command: x }\n    - { name: a, command: y }");
    expect(problemsOf(text)).toEqual([
      'evidence.indicators[1].name: "a" is also the name of evidence.indicators[0]; give each indicator its own name',
    ]);
  });

  it("that count in Prometheus need its address", () => {
    const text = indicator(`{ name: a, histogram: ${SELECTOR}, slowerThan: 1s }`, "pods: true");
    expect(problemsOf(text)).toEqual([
      'evidence.prometheus: is missing, and evidence.indicators[0] counts in Prometheus; add prometheus: { url: "http://prometheus:9090" }',
    ]);
  });

  it("of a BlueGreenService need a limit of their own, because the old color ends without connections", () => {
    const file = (more: string) =>
      blueGreen(
        `evidence:\n  prometheus: { url: http://p }\n  indicators:\n    - { name: a, histogram: ${SELECTOR}, slowerThan: 1s, negligible: 0${more} }`,
      );
    expect(problemsOf(file(""))).toEqual([
      `${path}: may never pass: after the flip, the old color has no connections to compare with, and there is no other limit; give ceiling, such as ceiling: 5%, or a negligible above 0`,
    ]);
    expect(parseReleaseSpec(file(", ceiling: 5%"), "f").component).toBe("shop");
  });
});

describe("evidence and time", () => {
  it.each([
    [
      "evidence: { pods: false }",
      "evidence: leaves nothing to judge by: there are no indicators, and pods is false; add an indicator, or remove pods: false",
    ],
    [
      "evidence: { miss: 50% }",
      'evidence.miss: "50%" is out of range; give a percentage above 0% and below 50%',
    ],
    ["evidence: { miss: 0 }", "evidence.miss: 0 is out of range; give a percentage above 0% and below 50%"],
    ["evidence: { miss: five }", `evidence.miss: "five" is not of this form; ${PERCENT}`],
    ["evidence: { window: 1h }", 'evidence.window: "1h" is out of range; give a duration from 1s to 10m'],
    ["evidence: { warmUp: 30 }", `evidence.warmUp: 30 is a number; ${DURATION}`],
    ["deadline: 0s", 'deadline: "0s" is out of range; give a duration above 0'],
    ["deadline: ", `deadline: has no value; ${DURATION}`],
    [
      "deadline: 1m",
      'deadline: "1m" is too early: the steps last at least 2m; give a later deadline, or less atLeast',
    ],
    [
      "steps: [{ weight: 100, atLeast: 3h }]",
      "deadline: is 2h by default, and the steps last at least 3h; give a later deadline, or less atLeast",
    ],
    ["onUndecided: promote", 'onUndecided: "promote" is not a known word; use wait, hold or rollback'],
    ["component: 5", "component: 5 is a number; give the component's name in the program"],
    [
      "__proto__: { a: 1 }",
      "__proto__: is not a known key; known keys: component, config, to, steps, checks, evidence, deadline, onUndecided",
    ],
  ])("%s is refused", (line, ...problems) => {
    expect(problemsOf(canary(line))).toEqual(problems);
  });
});
