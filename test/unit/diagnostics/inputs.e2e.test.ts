import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

// A rejected Output ends the process of a program, so these programs run through the offline preview.
const main = resolve(__dirname, "../../../dist/preview/cli/main.js");

function preview(...values: string[]) {
  const config = values.flatMap((value) => ["--config", value]);
  const args = [
    main,
    "preview",
    "--cwd",
    join(__dirname, "late"),
    "--no-write",
    "--stack",
    "test",
    ...config,
  ];
  return spawnSync(process.execPath, args, { encoding: "utf8" });
}

test("good Outputs are accepted", () => {
  const { status, stdout } = preview();
  expect(status).toBe(0);
  expect(stdout).toMatch(/myapp-canary/);
});

test.each([
  ["port=70000", "service.ports[0].port: 70000 is not in range; give a whole number from 1 to 65535"],
  [
    "grace=3",
    "template.spec.terminationGracePeriodSeconds: 3 is not above drainSeconds 5, so pods would be killed while they drain; raise it or lower drainSeconds",
  ],
  [
    "target=web",
    'service.ports[0].targetPort: "web" is not the name of a TCP port in template ("http"), so its pods would get no connections',
  ],
  ["team=no spaces", 'labels["team"]: "no spaces" is not a valid label value'],
])("%s is refused when it is known, with the message for a plain value", (value, message) => {
  const { status, stderr } = preview(value);
  expect(status).toBe(1);
  expect(stderr).toContain(`CanaryDeployment "myapp" cannot be planned, 1 problem:\n  ${message}`);
  expect(stderr).not.toMatch(/ at .*\.js:\d+/);
});

test("a secret is not shown in the refusal", () => {
  const { status, stdout, stderr } = preview("team=hunter 2", "secret=true");
  expect(status).toBe(1);
  expect(stderr).toContain('labels["team"]: [secret] is not a valid label value');
  expect(stdout + stderr).not.toContain("hunter");
});
