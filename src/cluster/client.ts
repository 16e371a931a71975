import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { delimiter } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import {
  type ClusterAddress,
  type ClusterReader,
  DEFAULT_READ_TIMEOUT,
  isKubeconfigText,
  ReadError,
} from "./reader.js";

/** Requests to a cluster with the login of a kubeconfig. */
export interface ClusterClient extends Omit<ClusterReader, "get"> {
  /**
   * Sends one request to a path of the API. A `body` is sent as JSON. Resolves with every status; rejects with a ReadError if
   * the login fails, or if the answer takes longer than the timeout.
   */
  send(method: string, path: string, body?: object): Promise<ClusterAnswer>;
}

/** The answer to a request. */
export interface ClusterAnswer {
  readonly status: number;
  readonly body: string;
}

/** Reads a cluster with `@kubernetes/client-node`, which also logs in by plugin; undefined if the package is missing. */
export async function openWithClient(address: ClusterAddress): Promise<ClusterReader | undefined> {
  const client = await openClient(address);
  return client && readerOf(client);
}

/** Reads with an open client. */
export function readerOf({ describe, defaultNamespace, send }: ClusterClient): ClusterReader {
  return {
    describe,
    get: async (path) => {
      const answer = await send("GET", path);
      return answer.status === 404 ? undefined : parse(accepted(answer).body);
    },
    defaultNamespace,
  };
}

/** Opens a cluster with `@kubernetes/client-node`; undefined if the package is missing. */
export async function openClient(address: ClusterAddress): Promise<ClusterClient | undefined> {
  const client = await import("@kubernetes/client-node").catch(() => undefined);
  // A version before 1.0 has another interface, and one for a newer Node.js does not load.
  if (typeof client?.KubeConfig?.prototype?.applyToHTTPSOptions !== "function") return undefined;
  const timeout = address.timeout ?? DEFAULT_READ_TIMEOUT;
  const config = loadConfig(() => new client.KubeConfig(), address);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new ReadError(noCluster(config, address));
  endPluginsAfter(config, timeout);
  const urlOf = (path: string) => `${server.replace(/\/$/, "")}${path}`;
  return {
    describe: config.getCurrentContext(),
    send: (method, path, body) =>
      within(timeout, (signal) => send(config, urlOf(path), { method, signal }, body)),
    defaultNamespace: async () => config.getContextObject(config.getCurrentContext())?.namespace ?? "default",
  };
}

/** An answer with a status of success. Throws a ReadError for every other one. */
export function accepted(answer: ClusterAnswer): ClusterAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new ReadError(refusal(answer.status, answer.body), answer.status);
}

function loadConfig(empty: () => KubeConfig, { kubeconfig, context, cluster }: ClusterAddress): KubeConfig {
  const config = empty();
  try {
    load(config, empty, kubeconfig ?? (process.env.KUBECONFIG || undefined));
  } catch (cause) {
    // The parser quotes the line it fails at, which may hold a secret.
    const reason = isNodeError(cause) ? cause.message : "it is not a kubeconfig";
    throw new ReadError(`the kubeconfig cannot be read: ${reason}`, undefined, { cause });
  }
  if (context !== undefined) config.setCurrentContext(context);
  const current = config.getContextObject(config.getCurrentContext());
  if (cluster !== undefined && current) Object.assign(current, { cluster });
  return config;
}

function load(config: KubeConfig, empty: () => KubeConfig, kubeconfig: string | undefined): void {
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (isKubeconfigText(kubeconfig)) config.loadFromString(kubeconfig);
  else loadFiles(config, empty, kubeconfig);
}

function loadFiles(config: KubeConfig, empty: () => KubeConfig, kubeconfig: string): void {
  const given = kubeconfig.split(delimiter).filter((path) => path !== "");
  const there = given.filter((path) => existsSync(path));
  const [first, ...others] = there.length > 0 ? there : given;
  config.loadFromFile(first ?? kubeconfig);
  for (const path of others) {
    const other = empty();
    other.loadFromFile(path);
    addMissing(config, other);
  }
}

/** The first file that has a name decides, as for kubectl. The client's own merge refuses a second one. */
function addMissing(config: KubeConfig, other: KubeConfig): void {
  const isNew = (named: readonly { name: string }[]) => (one: { name: string }) =>
    !named.some(({ name }) => name === one.name);
  for (const cluster of other.clusters.filter(isNew(config.clusters))) config.addCluster(cluster);
  for (const user of other.users.filter(isNew(config.users))) config.addUser(user);
  for (const context of other.contexts.filter(isNew(config.contexts))) config.addContext(context);
  if (!config.currentContext) config.setCurrentContext(other.currentContext);
}

function noCluster(config: KubeConfig, { context, cluster }: ClusterAddress): string {
  const contexts = config.contexts.map(({ name }) => name).join(", ");
  const known = contexts ? `; it has the contexts ${contexts}` : "";
  const wanted = context ?? config.getCurrentContext();
  if (cluster !== undefined) return `the kubeconfig has no cluster "${cluster}"`;
  return wanted
    ? `the kubeconfig has no context "${wanted}"${known}`
    : `the kubeconfig has no current context${known}`;
}

/** A plugin that waits for an answer on the terminal would keep the program alive. The client sets no limit itself. */
function endPluginsAfter(config: KubeConfig, timeout: number): void {
  const { authenticators } = config as unknown as { authenticators?: { execFn?: unknown }[] };
  for (const authenticator of authenticators ?? []) {
    if (authenticator.execFn === undefined) continue;
    authenticator.execFn = (command: string, args: string[], options: object) =>
      spawn(command, args, { ...options, timeout, killSignal: "SIGKILL" });
  }
}

async function within<T>(timeout: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ReadError(`the cluster did not answer within ${timeout / 1000} s`));
      controller.abort();
    }, timeout);
  });
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function send(
  config: KubeConfig,
  url: string,
  { method, signal }: { readonly method: string; readonly signal: AbortSignal },
  body: object | undefined,
): Promise<ClusterAnswer> {
  const content = body === undefined ? {} : { "Content-Type": "application/json" };
  const options: https.RequestOptions = {
    method,
    headers: { Accept: "application/json", ...content },
    signal,
  };
  await config.applyToHTTPSOptions(options).catch((cause: Error) => {
    throw new ReadError(`the login to the cluster failed: ${firstLine(cause.message)}`, undefined, { cause });
  });
  return request(url, options, body === undefined ? undefined : JSON.stringify(body));
}

function request(url: string, options: https.RequestOptions, body?: string): Promise<ClusterAnswer> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error) =>
      reject(new ReadError(`the cluster does not answer: ${cause.message}`, undefined, { cause }));
    const { request } = url.startsWith("http:") ? http : https;
    request(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", failed);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") });
      });
    })
      .on("error", failed)
      .end(body);
  });
}

/** The API server's own sentence, such as `pods is forbidden: User "jane" cannot list resource "pods" …`. */
function refusal(status: number, body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    if (typeof message === "string" && message !== "") return message;
  } catch {
    // A proxy answers with a page.
  }
  return `the cluster answers with HTTP status ${status}`;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ReadError("the cluster's answer is not JSON", undefined, { cause });
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}
