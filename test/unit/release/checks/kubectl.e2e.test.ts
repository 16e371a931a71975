import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openWithKubectl } from "../../../../src/cluster/kubectl.js";
import { openCluster } from "../../../../src/cluster/open.js";
import { withKubectl } from "../../../../src/release/checks/jobCluster.js";
import { openChecks } from "../../../../src/release/checks/openChecks.js";

/** A kubectl that records what it is asked, and answers like a cluster whose Jobs complete at once. */
const KUBECTL = `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
const input = args[0] === "create" ? readFileSync(0, "utf8") : undefined;
appendFileSync(process.env.KUBECTL_LOG, JSON.stringify({ args, input }) + "\\n");
const pods = { items: [{ metadata: { name: "smoke-x" }, spec: { containers: [{ name: "test" }] } }] };
const job = { status: { conditions: [{ type: "Complete", status: "True" }] } };
const raw = (path) => (path.includes("/log?") ? "all passed\\n" : JSON.stringify(path.includes("/jobs/") ? job : pods));
if (process.env.KUBECTL_FAILS === args[0]) {
  process.stderr.write('Error from server (Forbidden): jobs.batch is forbidden: User "ci" cannot create\\n');
  process.exit(1);
}
if (args[0] === "config") process.stdout.write(args[1] === "view" ? "shop" : "test\\n");
if (args[0] === "get") process.stdout.write(raw(args[2]));
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kubectl-check-"));
  writeFileSync(join(folder, "kubectl"), KUBECTL, { mode: 0o755 });
  writeFileSync(join(folder, "job.yaml"), "apiVersion: batch/v1\nkind: Job\nmetadata: { name: smoke }\n");
  vi.stubEnv("PATH", [folder, process.env.PATH].join(delimiter));
  vi.stubEnv("KUBECTL_LOG", join(folder, "log"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const checks = () =>
  openChecks({
    cwd: folder,
    environment: {},
    context: "prod",
    openCluster: async (address) => ({
      ...(await openCluster(address, [openWithKubectl])),
      ...withKubectl(address),
    }),
  });
const run = () => checks().run({ check: "job", file: "job.yaml", timeout: 60 }, new AbortController().signal);

function calls(): { args: string[]; input?: string }[] {
  const lines = readFileSync(join(folder, "log"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

it("a job check runs with kubectl alone, in the context that is asked for", async () => {
  expect(await run()).toEqual({
    passed: true,
    text: expect.stringMatching(/^job job.yaml completed in [\d.]+ m?s; log: all passed$/),
  });
  const created = calls().find(({ args }) => args[0] === "create");
  const { name } = JSON.parse(created?.input ?? "").metadata;
  expect(name).toMatch(/^smoke-[0-9a-f]{8}$/);
  expect(calls().map(({ args }) => args.join(" "))).toEqual(
    [
      "config current-context",
      "config view --minify -o jsonpath={..namespace}",
      "create --namespace shop -f -",
      `get --raw /apis/batch/v1/namespaces/shop/jobs/${name}`,
      `get --raw /api/v1/namespaces/shop/pods?labelSelector=job-name%3D${name}`,
      "get --raw /api/v1/namespaces/shop/pods/smoke-x/log?container=test&tailLines=20",
      `delete job ${name} --namespace shop --ignore-not-found --wait=false --cascade=background`,
    ].map((call) => `${call} --context=prod`),
  );
});

it("a job check that kubectl refuses names the rights that it needs", async () => {
  vi.stubEnv("KUBECTL_FAILS", "create");
  expect(await run()).toEqual({
    passed: false,
    text: 'job job.yaml could not run: jobs.batch is forbidden: User "ci" cannot create; in namespace shop, a job check needs the rights to create, get and delete jobs, to list pods and to get pods/log',
  });
  expect(calls().map(({ args }) => args[0])).not.toContain("delete");
});
