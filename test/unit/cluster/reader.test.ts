import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openCluster } from "../../../src/cluster/open.js";
import { ReadError } from "../../../src/cluster/reader.js";
import { type FakeApiServer, kubeconfigOf, startApiServer, statusObject } from "../../support/apiServer.js";

const PODS = "/api/v1/namespaces/shop/pods";
const SLOW = "/api/v1/namespaces/slow/pods";

let server: FakeApiServer;
let folder: string;

beforeEach(async () => {
  const forbidden =
    'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "other"';
  server = await startApiServer(
    { [PODS]: { items: [] }, "/api/v1/namespaces/other/pods": statusObject(403, "Forbidden", forbidden) },
    [SLOW],
  );
  folder = mkdtempSync(join(tmpdir(), "reader-test-"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await server.close();
});

function written(name: string, kubeconfig: string): string {
  const path = join(folder, name);
  writeFileSync(path, kubeconfig);
  return path;
}

it("reads with a kubeconfig that is given as text, by GET alone", async () => {
  const reader = await openCluster({ kubeconfig: server.kubeconfig });
  expect(await reader.get(`${PODS}?labelSelector=a%3Db`)).toEqual({ items: [] });
  expect(await reader.get("/api/v1/namespaces/shop/pods/none")).toBeUndefined();
  expect(reader.describe).toBe("test");
  expect(await reader.defaultNamespace()).toBe("shop");
  expect(server.requests).toEqual([
    `GET ${PODS}?labelSelector=a%3Db Bearer t0ken`,
    "GET /api/v1/namespaces/shop/pods/none Bearer t0ken",
  ]);
});

it("reads with a kubeconfig file, with that of KUBECONFIG, and with several, whose first one decides", async () => {
  const first = written("first", server.kubeconfig);
  const second = written("second", kubeconfigOf("http://127.0.0.1:1", {}, "test"));
  const third = written("third", kubeconfigOf(server.url, { token: "third" }, "third"));
  const files = [join(folder, "missing"), first, second, third].join(delimiter);
  expect(await (await openCluster({ kubeconfig: first })).get(PODS)).toEqual({ items: [] });
  vi.stubEnv("KUBECONFIG", files);
  expect(await (await openCluster()).get(PODS)).toEqual({ items: [] });
  expect(await (await openCluster({ context: "third" })).get(PODS)).toEqual({ items: [] });
  expect(server.requests.at(-1)).toBe(`GET ${PODS} Bearer third`);
});

it("replaces the cluster of the context", async () => {
  const config = JSON.parse(server.kubeconfig);
  const [{ cluster }] = config.clusters;
  config.clusters = [
    { name: "test", cluster: { ...cluster, server: "http://127.0.0.1:1" } },
    { name: "other", cluster },
  ];
  const reader = await openCluster({ kubeconfig: JSON.stringify(config), cluster: "other" });
  expect(await reader.get(PODS)).toEqual({ items: [] });
});

it("rejects with the API server's sentence and status", async () => {
  const reader = await openCluster({ kubeconfig: server.kubeconfig });
  const error = await reader.get("/api/v1/namespaces/other/pods").catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ReadError);
  expect(error).toMatchObject({
    status: 403,
    message:
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "other"',
  });
});

it("rejects where the cluster does not answer, and where it does not answer in time", async () => {
  const gone = await openCluster({ kubeconfig: kubeconfigOf("http://127.0.0.1:1") });
  await expect(gone.get(PODS)).rejects.toThrow(
    /^the cluster does not answer: connect ECONNREFUSED 127.0.0.1:1$/,
  );
  const slow = await openCluster({ kubeconfig: server.kubeconfig, timeout: 50 });
  await expect(slow.get(SLOW)).rejects.toThrow("the cluster did not answer within 0.05 s");
});

it("names the contexts that there are, and never a line of the kubeconfig", async () => {
  const open = (address: object) => openCluster({ kubeconfig: server.kubeconfig, ...address });
  await expect(open({ context: "prod" })).rejects.toThrow(
    'the kubeconfig has no context "prod"; it has the contexts test',
  );
  await expect(open({ cluster: "prod" })).rejects.toThrow('the kubeconfig has no cluster "prod"');
  await expect(open({ kubeconfig: 'token: "s3cret\n' })).rejects.toThrow(
    /^the kubeconfig cannot be read: it is not a kubeconfig$/,
  );
  await expect(open({ kubeconfig: join(folder, "none") })).rejects.toThrow(
    /^the kubeconfig cannot be read: ENOENT: no such file or directory, open '.*none'$/,
  );
});

it("names what to install where there is nothing to read with", async () => {
  await expect(openCluster({}, [async () => undefined])).rejects.toThrow(
    "the cluster cannot be read: neither kubectl nor the package @kubernetes/client-node is installed; install kubectl, or run npm install @kubernetes/client-node",
  );
});
