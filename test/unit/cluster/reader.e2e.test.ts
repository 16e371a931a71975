import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openWithClient } from "../../../src/cluster/client.js";
import { openWithKubectl } from "../../../src/cluster/kubectl.js";
import { type FakeApiServer, kubeconfigOf, startApiServer } from "../../support/apiServer.js";

const PODS = "/api/v1/namespaces/shop/pods";
let server: FakeApiServer;
let folder: string;

beforeEach(async () => {
  server = await startApiServer({ [PODS]: { items: [] } });
  folder = mkdtempSync(join(tmpdir(), "reader-test-"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await server.close();
});

/** Installs a program of this folder on PATH. */
function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${script}`, { mode: 0o755 });
  return path;
}

describe("a kubeconfig with a plugin, as of EKS and GKE", () => {
  const user = (script: string) => ({
    exec: {
      apiVersion: "client.authentication.k8s.io/v1",
      command: program("plugin", script),
      interactiveMode: "Never",
    },
  });

  it("logs in with the token of the plugin", async () => {
    const answer = { kind: "ExecCredential", status: { token: "from-plugin" } };
    const kubeconfig = kubeconfigOf(
      server.url,
      user(`console.log(${JSON.stringify(JSON.stringify(answer))})`),
    );
    expect(await (await openWithClient({ kubeconfig }))?.get(PODS)).toEqual({ items: [] });
    expect(server.requests).toEqual([`GET ${PODS} Bearer from-plugin`]);
  });

  it("rejects with the plugin's words, and ends a plugin that hangs", async () => {
    const failing = kubeconfigOf(server.url, user('console.error("session expired"); process.exit(1)'));
    await expect((await openWithClient({ kubeconfig: failing }))?.get(PODS)).rejects.toThrow(
      "the login to the cluster failed: session expired",
    );
    const hanging = kubeconfigOf(server.url, user("setInterval(() => {}, 1000)"));
    const reader = await openWithClient({ kubeconfig: hanging, timeout: 300 });
    await expect(reader?.get(PODS)).rejects.toThrow(
      /did not answer within 0.3 s|login to the cluster failed/,
    );
  });
});

describe("kubectl", () => {
  /** A kubectl that answers as the real one, and writes down how it was called. */
  const KUBECTL = `
    const args = process.argv.slice(2);
    const { readFileSync, appendFileSync, readdirSync, statSync } = require("node:fs");
    const file = process.env.KUBECONFIG;
    const mode = (statSync(file).mode & 0o777).toString(8);
    const named = readdirSync(require("node:os").tmpdir());
    appendFileSync(__filename + ".log", JSON.stringify({ args, kubeconfig: readFileSync(file, "utf8"), mode, named }) + "\\n");
    const fail = (line) => { console.error(line); process.exit(1); };
    if (args[0] === "config" && args[1] === "current-context") console.log("test");
    else if (args[0] === "config") console.log("shop");
    else if (args[2].endsWith("/none")) fail("Error from server (NotFound): the server could not find the requested resource");
    else if (args[2].endsWith("/secret")) fail('Error from server (Forbidden): secrets is forbidden: User "jane" cannot list resource "secrets"');
    else if (args[2].endsWith("/slow")) setInterval(() => {}, 1000);
    else console.log('{"items":[]}');
  `;
  const calls = () =>
    readFileSync(join(folder, "kubectl.log"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { args: string[] });

  beforeEach(() => {
    program("kubectl", KUBECTL);
    vi.stubEnv("PATH", [folder, process.env.PATH].join(delimiter));
  });

  it("reads with get --raw alone, for a kubeconfig as text from a private file without a name", async () => {
    const temporary = join(folder, "tmp");
    mkdirSync(temporary);
    vi.stubEnv("TMPDIR", temporary);
    const reader = await openWithKubectl({ kubeconfig: "a: 1\nb: 2\n", context: "prod", cluster: "east" });
    expect(reader?.describe).toBe("prod");
    expect(await reader?.get(PODS)).toEqual({ items: [] });
    expect(await reader?.get("/api/none")).toBeUndefined();
    expect(await reader?.defaultNamespace()).toBe("shop");
    const verbs = calls().map(({ args }) => args.slice(0, 2).join(" "));
    expect(verbs).toEqual(["config current-context", "get --raw", "get --raw", "config view"]);
    expect(calls()[1]).toEqual({
      args: ["get", "--raw", PODS, "--context=prod", "--cluster=east"],
      kubeconfig: "a: 1\nb: 2\n",
      mode: "600",
      named: existsSync("/proc") ? [] : [expect.stringMatching("^kubeconfig-")],
    });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("rejects with the API server's sentence, and where there is no answer in time", async () => {
    const kubeconfig = join(folder, "config");
    writeFileSync(kubeconfig, server.kubeconfig);
    const reader = await openWithKubectl({ kubeconfig, timeout: 2000 });
    await expect(reader?.get("/api/secret")).rejects.toMatchObject({
      status: 403,
      message: 'secrets is forbidden: User "jane" cannot list resource "secrets"',
    });
    await expect(reader?.get("/api/slow")).rejects.toThrow("kubectl did not answer within 2 s");
  });

  it("is left out where it is not on PATH", async () => {
    vi.stubEnv("PATH", join(folder, "empty"));
    expect(await openWithKubectl({ kubeconfig: server.kubeconfig })).toBeUndefined();
  });
});
