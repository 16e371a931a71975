import { parseReleaseSpec } from "../../../../src/release/spec/readReleaseSpec.js";

/** A whole file: that of the design, with every kind of check and source. */
export const WHOLE = `# yaml-language-server: $schema=node_modules/pulumi-kubernetes-traffic/schemas/release.schema.json
component: myapp                      # a CanaryDeployment or BlueGreenService of the program
config: { weight: canaryWeight, stable: stableVersion, canary: canaryVersion }
steps: [2, 10, { weight: 25, atLeast: 10m }, { weight: 50, approve: true }, 100]
checks:                               # before the first step
  - http: { url: "http://myapp-canary/healthz", expect: 200, times: 5 }
  - job: smoke-test.yaml
  - command: ./smoke.sh
evidence:
  prometheus: { url: "http://prometheus:9090" }      # auth from the environment, never from a file in git
  indicators:
    - { name: errors, bad: 'http_requests_total{app="myapp",track="$side",code=~"5.."}', total: 'http_requests_total{app="myapp",track="$side"}', worseThan: 2, ceiling: 5% }
    - { name: slow, histogram: 'http_request_duration_seconds{app="myapp",track="$side"}', slowerThan: 300ms }
    - { name: probe, http: { canary: "http://myapp-canary/", stable: "http://myapp-stable/" }, perSecond: 5 }
    - { name: logins, command: ./login-counts.sh }
  pods: true
  falseAlarm: 1%
  miss: 5%
deadline: 2h
onUndecided: wait                      # wait | hold | rollback
`;

/** A canary release with these lines, one of which may replace a line of its own. */
export function canary(lines: string): string {
  const own = [
    "component: myapp",
    "config: { weight: canaryWeight, stable: stableVersion, canary: canaryVersion }",
    "steps: [10, 100]",
  ];
  return withLines(own, lines);
}

/** The same for a blue-green release. */
export function blueGreen(lines: string): string {
  const own = [
    "component: shop",
    "config: { color: activeColor, standby: standbyReplicas }",
    "steps: [preview, flip, { bake: 10m }, retire]",
  ];
  return withLines(own, lines);
}

/** A canary release with one indicator. */
export function indicator(fields: string, evidence = "prometheus: { url: http://prometheus:9090 }"): string {
  return canary(`evidence:\n  ${evidence}\n  indicators:\n    - ${fields}`);
}

function withLines(own: readonly string[], lines: string): string {
  const replaced = (line: string) => new RegExp(`^${line.split(":")[0]}:`, "m").test(lines);
  return `${[...own.filter((line) => !replaced(line)), lines].join("\n")}\n`;
}

/** The problems with a file, without their lines. */
export function problemsOf(text: string): string[] {
  const message = refusal(text);
  return message
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/^ {2}line \d+, /, ""));
}

/** The whole message about a file. */
export function refusal(text: string): string {
  try {
    parseReleaseSpec(text, "release.yaml");
  } catch (error) {
    if (error instanceof Error && error.name === "Failure") return error.message;
    throw error;
  }
  throw new Error("the file was accepted");
}
