import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPulumi } from "../../../src/offline/pulumi.js";
import { kubeadmCluster } from "../liveCluster.js";
import { type ApiServer, startApiServer, whyNoApiServer } from "./apiServer.js";

const pulumi = findPulumi(process.env);
const missing = pulumi ? whyNoApiServer() : "there is no pulumi on PATH";
if (missing) console.log(`skipped: ${missing}`);

const MARK = "pulumi-kubernetes-traffic/kube-proxy-config";
const CONFIG_MAP = "/api/v1/namespaces/kube-system/configmaps/kube-proxy";
const DAEMON_SET = "/apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy";
const IPVS = { mode: "ipvs", ipvs: { scheduler: "lc" } };

interface LiveObject {
  metadata: { generation: number; annotations: Record<string, string>; resourceVersion: string };
  data: Record<string, string>;
  status: { observedGeneration?: number };
}

const PROGRAM = join(__dirname, "program");
const state = mkdtempSync(join(tmpdir(), "kube-proxy-live-"));
let api: ApiServer;
let controller: NodeJS.Timeout;

beforeAll(async () => {
  if (missing) return;
  api = await startApiServer();
  controller = setInterval(observe, 300);
  const cluster = kubeadmCluster();
  const daemonSet = cluster["DaemonSet kube-system/kube-proxy"];
  const created = [
    await create(CONFIG_MAP, cluster["ConfigMap kube-system/kube-proxy"]),
    await create(DAEMON_SET, {
      ...daemonSet,
      spec: { ...daemonSet.spec, selector: { matchLabels: { "k8s-app": "kube-proxy" } } },
    }),
  ];
  expect(created).toEqual([201, 201]);
  mkdirSync(join(state, "backend"));
  await run("stack", "init", "test");
});
afterAll(() => {
  clearInterval(controller);
  api?.stop();
  rmSync(state, { recursive: true, force: true });
  rmSync(join(PROGRAM, "Pulumi.test.yaml"), { force: true }); // where stack init keeps the salt of the passphrase
});

async function create(path: string, object: { metadata: object; [part: string]: unknown }): Promise<number> {
  const { resourceVersion, ...metadata } = object.metadata as Record<string, unknown>;
  const collection = path.slice(0, path.lastIndexOf("/"));
  return (await api.call("POST", `${collection}?fieldManager=kubeadm`, { ...object, metadata })).status;
}

const read = async (path: string) => (await api.call("GET", path)).body as LiveObject;

/** The controller of DaemonSets, as far as the provider waits for it. */
async function observe(): Promise<void> {
  const daemonSet = await read(DAEMON_SET).catch(() => undefined);
  if (!daemonSet?.status || daemonSet.status.observedGeneration === daemonSet.metadata.generation) return;
  const one = { currentNumberScheduled: 1, desiredNumberScheduled: 1, numberReady: 1, numberAvailable: 1 };
  const status = { ...one, numberMisscheduled: 0, updatedNumberScheduled: 1 };
  const observedGeneration = daemonSet.metadata.generation;
  await api.call("PUT", `${DAEMON_SET}/status`, { ...daemonSet, status: { ...status, observedGeneration } });
}

function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const env = {
    ...process.env,
    KUBECONFIG: api.kubeconfig,
    PULUMI_BACKEND_URL: `file://${join(state, "backend")}`,
    PULUMI_HOME: join(state, "home"),
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const child = spawn(pulumi as string, [...args, "--non-interactive"], {
    cwd: join(__dirname, "program"),
    env,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      output += text;
    });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}

/** Runs `pulumi up` with these arguments of the component, and tells what it changed. */
async function up(args: object): Promise<string[]> {
  const config = ["--config-file", join(state, "config.yaml")];
  await run("config", "set", "args", JSON.stringify(args), ...config);
  const { code, output } = await run("up", "--yes", "--skip-preview", "--suppress-progress", ...config);
  expect(code, output).toBe(0);
  return output.split("\n").flatMap((line) => /^ {4}[+~-] (\d+ \w+)$/.exec(line)?.[1] ?? []);
}

/** What someone does to the file by hand. */
async function edit(from: string, to: string): Promise<void> {
  const live = await read(CONFIG_MAP);
  const data = { ...live.data, "config.conf": live.data["config.conf"].replace(from, to) };
  expect((await api.call("PUT", `${CONFIG_MAP}?fieldManager=someone`, { ...live, data })).status).toBe(200);
}

describe.skipIf(missing !== undefined)("on a real API server, in this order,", () => {
  const settings = async () => (await read(CONFIG_MAP)).data["config.conf"];
  const restarts = async () => (await read(DAEMON_SET)).metadata.generation - 1;

  test("a change is written over what kubeadm owns, and kube-proxy is restarted once", async () => {
    expect(await up(IPVS)).toEqual(["4 created"]);
    expect(await settings()).toContain('scheduler: "lc"');
    expect(Object.keys((await read(CONFIG_MAP)).data)).toEqual(["config.conf", "kubeconfig.conf"]);
    expect(await restarts()).toBe(1);
  });

  test("an up without a change does nothing", async () => {
    expect(await up(IPVS)).toEqual([]);
    expect(await restarts()).toBe(1);
  });

  test.each([2, 3])("what is changed back is repaired by a plain up, with restart %i", async (restart) => {
    await edit('scheduler: "lc"', 'scheduler: "rr"');
    expect(await up(IPVS)).toEqual(["2 updated"]);
    expect(await settings()).toContain('scheduler: "lc"');
    expect(await restarts()).toBe(restart);
  });

  test("someone else's edit of another field is kept", async () => {
    await edit("strictARP: false", "strictARP: true");
    await up(IPVS);
    expect(await settings()).toContain("strictARP: true");
  });

  test("destroy leaves the file and restarts nothing, and adopting it again restarts nothing", async () => {
    const [text, count, { metadata }] = [await settings(), await restarts(), await read(CONFIG_MAP)];
    expect((await run("destroy", "--yes", "--skip-preview")).code).toBe(0);
    expect(await settings()).toBe(text);
    expect(await up(IPVS)).toEqual(["4 created"]);
    expect(await restarts()).toBe(count);
    expect((await read(CONFIG_MAP)).metadata.annotations[MARK]).toBe(metadata.annotations[MARK]);
  });

  test.each([
    [
      "a key that is not there",
      { configMapKey: "config" },
      '"config" is no key of ConfigMap kube-system/kube-proxy',
    ],
    [
      "a ConfigMap that is not there",
      { configMapName: "nope" },
      "resource 'kube-system/nope' does not exist",
    ],
  ])("%s ends a preview with its name", async (_name, target, text) => {
    const config = ["--config-file", join(state, "config.yaml")];
    await run("config", "set", "args", JSON.stringify({ ...IPVS, target }), ...config);
    const { code, output } = await run("preview", "--suppress-progress", ...config);
    expect(code).not.toBe(0);
    expect(output).toContain(text);
  });
});
