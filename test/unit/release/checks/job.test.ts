import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openChecks } from "../../../../src/release/checks/openChecks.js";
import { kubeconfigOf } from "../../../support/apiServer.js";
import { pod, waiting } from "../../cluster/liveObjects.js";
import { type JobBehavior, type JobServer, startJobServer } from "./jobServer.js";

const MANIFEST = `apiVersion: batch/v1
kind: Job
metadata: { name: smoke-test, labels: { team: web } }
spec:
  backoffLimit: 0
  template: { spec: { restartPolicy: Never, containers: [{ name: test, image: test }] } }
`;
const PODS = "GET /api/v1/namespaces/shop/pods?labelSelector=job-name%3DNAME";
const REMOVED = "DELETE /apis/batch/v1/namespaces/shop/jobs/NAME?propagationPolicy=Background";

let folder: string;
let server: JobServer | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "job-check-"));
  writeFileSync(join(folder, "job.yaml"), MANIFEST);
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server?.close();
  server = undefined;
});

async function start(behavior: JobBehavior = {}): Promise<JobServer> {
  server = await startJobServer(behavior);
  return server;
}

function check(
  kubeconfig: string,
  more: { file?: string; timeout?: number; stopped?: AbortSignal; namespace?: string } = {},
) {
  const { file = "job.yaml", timeout = 60, stopped = new AbortController().signal, namespace } = more;
  const checks = openChecks({ cwd: folder, environment: {}, kubeconfig, pollEvery: 5, namespace });
  return checks.run({ check: "job", file, timeout }, stopped);
}

const failed = (more: object = {}) => [{ type: "Failed", status: "True", ...more }];
const done = [{ type: "Complete", status: "True" }];
const ended = pod("smoke-test-x", { state: { terminated: { exitCode: 1, reason: "Error" } } });

describe("a job check", () => {
  it("creates the Job with a name of its own, waits until it completes, shows its log, and removes it", async () => {
    const { kubeconfig, requests, created, left } = await start({
      looks: [[], [{ type: "SuccessCriteriaMet", status: "True" }], done],
      pods: [ended],
      log: "12 tests\nall passed\n",
    });
    expect(await check(kubeconfig)).toEqual({
      passed: true,
      text: expect.stringMatching(/^job job.yaml completed in [\d.]+ m?s; log: 12 tests \| all passed$/),
    });
    expect(requests).toEqual([
      "POST /apis/batch/v1/namespaces/shop/jobs",
      ...Array(3).fill("GET /apis/batch/v1/namespaces/shop/jobs/NAME"),
      PODS,
      "GET /api/v1/namespaces/shop/pods/smoke-test-x/log?container=shop&tailLines=20",
      REMOVED,
    ]);
    expect(created[0].metadata).toEqual({
      name: expect.stringMatching(/^smoke-test-[0-9a-f]{8}$/),
      labels: { team: "web" },
    });
    expect(left()).toBe(false);
  });

  it("limits the Job's time in the cluster, where a killed driver removes nothing", async () => {
    const { kubeconfig, created } = await start();
    await check(kubeconfig, { timeout: 90.5 });
    writeFileSync(
      join(folder, "own.yaml"),
      `${MANIFEST}  activeDeadlineSeconds: 10\n  ttlSecondsAfterFinished: 5\n`,
    );
    await check(kubeconfig, { file: "own.yaml" });
    expect(created.map(({ spec }) => spec)).toMatchObject([
      { backoffLimit: 0, activeDeadlineSeconds: 91, ttlSecondsAfterFinished: 600 },
      { backoffLimit: 0, activeDeadlineSeconds: 10, ttlSecondsAfterFinished: 5 },
    ]);
    expect(new Set(created.map(({ metadata }) => metadata.name)).size).toBe(2);
  });

  it("runs in the namespace of its manifest, else in the component's", async () => {
    const { kubeconfig, requests } = await start();
    await check(kubeconfig, { namespace: "web" });
    writeFileSync(join(folder, "own.yaml"), MANIFEST.replace("labels:", "namespace: qa, labels:"));
    await check(kubeconfig, { file: "own.yaml", namespace: "web" });
    const posts = requests.filter((request) => request.startsWith("POST"));
    expect(posts).toEqual(["web", "qa"].map((name) => `POST /apis/batch/v1/namespaces/${name}/jobs`));
  });

  it("fails with the Job, shows why and its log, and removes it", async () => {
    const message = "Job has reached the specified backoff limit";
    const { kubeconfig, left } = await start({
      looks: [failed({ reason: "BackoffLimitExceeded", message })],
      pods: [ended],
      log: "GET /login: 500\n",
    });
    expect(await check(kubeconfig)).toEqual({
      passed: false,
      text: expect.stringMatching(
        /^job job.yaml failed after [\d.]+ m?s: Job has reached the specified backoff limit; log: GET \/login: 500$/,
      ),
    });
    expect(left()).toBe(false);
  });

  it("fails when its time is over, and shows what kept its pods from running", async () => {
    const { kubeconfig, requests, left } = await start({
      looks: [[]],
      pods: [pod("smoke-test-x", waiting("ErrImagePull", "manifest unknown"), "test:v9")],
    });
    expect(await check(kubeconfig, { timeout: 0.1 })).toEqual({
      passed: false,
      text: "job job.yaml did not complete within 100 ms; ErrImagePull test:v9: manifest unknown (pod smoke-test-x)",
    });
    expect(requests.at(-1)).toBe(REMOVED);
    expect(left()).toBe(false);
  });

  it("fails when the cluster ends it for its time", async () => {
    const { kubeconfig } = await start({
      looks: [failed({ reason: "DeadlineExceeded", message: "too long" })],
    });
    expect(await check(kubeconfig, { timeout: 30 })).toEqual({
      passed: false,
      text: "job job.yaml did not complete within 30.0 s; it has no pods",
    });
  });

  it("is removed when it is stopped", async () => {
    const stop = new AbortController();
    const onRequest = (request: string) => {
      if (request.startsWith("GET")) stop.abort();
    };
    const { kubeconfig, requests, left } = await start({ looks: [[]], onRequest });
    expect(await check(kubeconfig, { stopped: stop.signal })).toEqual({
      passed: false,
      text: "job job.yaml was stopped",
    });
    expect(requests.at(-1)).toBe(REMOVED);
    expect(left()).toBe(false);
    expect((await check(kubeconfig, { stopped: stop.signal })).text).toBe(
      "job job.yaml was stopped before it ran",
    );
    expect(requests).toHaveLength(3);
  });

  it("outlives an API server that does not answer for a moment, and not one that never does", async () => {
    const { kubeconfig } = await start({ looks: [500, 503, done] });
    expect((await check(kubeconfig)).passed).toBe(true);
    await server?.close();
    const broken = await start({ looks: [500] });
    const { passed, text } = await check(broken.kubeconfig, { timeout: 0.1 });
    expect({ passed, text }).toEqual({
      passed: false,
      text: "job job.yaml cannot be followed: etcd is slow; it has no pods",
    });
    expect(broken.left()).toBe(false);
  });

  it("fails where someone else removes the Job", async () => {
    const { kubeconfig } = await start({ looks: [404] });
    const { passed, text } = await check(kubeconfig);
    expect(passed).toBe(false);
    expect(text).toMatch(
      /^job job.yaml failed after [\d.]+ m?s: someone else removed its Job; it has no pods$/,
    );
  });

  it("cannot run without the right to, and names the rights", async () => {
    const { kubeconfig, requests } = await start({ refused: { POST: 403 } });
    expect(await check(kubeconfig)).toEqual({
      passed: false,
      text: "job job.yaml could not run: POST is refused; in namespace shop, a job check needs the rights to create, get and delete jobs, to list pods and to get pods/log",
    });
    expect(requests).toEqual(["POST /apis/batch/v1/namespaces/shop/jobs"]);
  });

  it("names what is left where the Job cannot be removed", async () => {
    const { kubeconfig, created } = await start({ refused: { DELETE: 403 } });
    const { passed, text } = await check(kubeconfig);
    const { name } = created[0].metadata;
    expect(passed).toBe(true);
    expect(text).toContain(
      `; its Job cannot be removed: DELETE is refused; run kubectl delete job ${name} -n shop`,
    );
  });

  it("cannot run without a cluster", async () => {
    const { passed, text } = await check(kubeconfigOf("http://127.0.0.1:1"));
    expect(passed).toBe(false);
    expect(text).toMatch(
      /^job job.yaml could not run: the cluster does not answer: connect ECONNREFUSED 127.0.0.1:1; its Job cannot be removed/,
    );
  });

  it.each([
    [
      "kind: Pod\n",
      "job check could not run: x.yaml is not a Job: give one object with apiVersion: batch/v1 and kind: Job",
    ],
    [
      "",
      "job check could not run: x.yaml is not a Job: give one object with apiVersion: batch/v1 and kind: Job",
    ],
    [`${MANIFEST}---\n${MANIFEST}`, "job check could not run: x.yaml has several objects; give one Job"],
    ["a: {", /^job check could not run: x.yaml is not YAML: /],
    [undefined, /^job check could not run: x.yaml does not exist in /],
  ])("cannot run without a manifest of one Job: %j", async (text, expected) => {
    if (text !== undefined) writeFileSync(join(folder, "x.yaml"), text);
    const result = await check(kubeconfigOf("http://127.0.0.1:1"), { file: "x.yaml" });
    expect(result.passed).toBe(false);
    expect(result.text).toMatch(expected);
  });

  it("has a name that pods can carry, however long that of its manifest is", async () => {
    const { kubeconfig, created } = await start();
    writeFileSync(
      join(folder, "job.yaml"),
      MANIFEST.replace("name: smoke-test", `generateName: ${"a".repeat(44)}-b-`),
    );
    await check(kubeconfig);
    expect(created[0].metadata.name).toMatch(/^a{44}-[0-9a-f]{8}$/);
    expect(created[0].metadata).not.toHaveProperty("generateName");
  });
});
