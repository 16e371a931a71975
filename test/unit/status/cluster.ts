import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";

/** An object as the API server answers it. */
// biome-ignore lint/suspicious/noExplicitAny: an object of any kind, as JSON
export type LiveObject = Record<string, any>;

const PLURALS: Readonly<Record<string, string>> = {
  Deployment: "deployments",
  Pod: "pods",
  Service: "services",
  EndpointSlice: "endpointslices",
  HorizontalPodAutoscaler: "horizontalpodautoscalers",
  Event: "events",
  ConfigMap: "configmaps",
  TCPRoute: "tcproutes",
  HTTPRoute: "httproutes",
};

/** A running API server with these objects. It answers GET alone, and remembers every request. */
export interface FakeCluster {
  readonly kubeconfig: string;
  /** The objects, which a test may change. */
  objects: readonly LiveObject[];
  /** Plurals of the kinds that the user may not read; a test may change them. */
  forbidden: readonly string[];
  /** Method and path of every request. */
  readonly requests: string[];
}

/** What a fake cluster refuses, and what it has besides objects. */
export interface FakeOptions {
  /** Plurals of the kinds that the user may not list. */
  readonly forbidden?: readonly string[];
  /** Namespace of the context. */
  readonly namespace?: string;
  /** Answers by path, before the objects are looked at: what a proxied pod answers. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** Starts an API server in this process; it ends after the test, which fails if anything but a GET reached it. */
export async function startCluster(
  objects: readonly LiveObject[],
  options: FakeOptions = {},
): Promise<FakeCluster> {
  const requests: string[] = [];
  const directory = mkdtempSync(join(tmpdir(), "status-test-"));
  const kubeconfig = join(directory, "config");
  const cluster: FakeCluster = { kubeconfig, objects, forbidden: options.forbidden ?? [], requests };
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { status, body } = answerOf(request, cluster, options);
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  const { port } = server.address() as AddressInfo;
  writeFileSync(kubeconfig, kubeconfigText(`http://127.0.0.1:${port}`, options.namespace));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => {
      server.close(closed);
    });
    rmSync(directory, { recursive: true, force: true });
    expect(requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
  });
  return cluster;
}

/** A kubeconfig with one context, `kind-dev`. */
export function kubeconfigText(server: string, namespace?: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "dev", cluster: { server, "insecure-skip-tls-verify": true } }], // the client refuses plain HTTP otherwise
    users: [{ name: "jane", user: { token: "secret-token" } }],
    contexts: [
      { name: "kind-dev", context: { cluster: "dev", user: "jane", ...(namespace && { namespace }) } },
    ],
    "current-context": "kind-dev",
  });
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const notFound: Answer = {
  status: 404,
  body: { message: "the server could not find the requested resource" },
};

function answerOf({ method, url = "" }: IncomingMessage, cluster: FakeCluster, options: FakeOptions): Answer {
  if (method !== "GET") return { status: 405, body: { message: "only GET" } };
  const { pathname, searchParams } = new URL(url, "http://server");
  const given = options.answers?.[pathname];
  if (given !== undefined) return ok(given);
  return gatewayAnswer(pathname, cluster) ?? objectAnswer(pathname, searchParams, cluster);
}

/** What of Gateway API is installed: the kinds of which there are objects. */
function gatewayAnswer(path: string, { objects }: FakeCluster): Answer | undefined {
  const group = "gateway.networking.k8s.io";
  const kinds = objects
    .filter(({ apiVersion }) => String(apiVersion).startsWith(group))
    .map(({ kind }) => kind as string);
  if (kinds.length === 0) return undefined;
  if (path === `/apis/${group}`) return ok({ versions: [{ version: "v1" }] });
  if (path !== `/apis/${group}/v1`) return undefined;
  return ok({ resources: [...new Set(kinds)].map((kind) => ({ kind, name: PLURALS[kind] })) });
}

const PATH = /^\/(?:api\/v1|apis\/[\w.]+\/\w+)(?:\/namespaces\/([\w-]+))?\/([a-z]+)(?:\/([\w.-]+))?$/;

function objectAnswer(path: string, query: URLSearchParams, { objects, forbidden }: FakeCluster): Answer {
  const [match, namespace, plural = "", name] = PATH.exec(path) ?? [];
  if (match === undefined) return notFound;
  if (forbidden.includes(plural)) return { status: 403, body: { message: refusal(plural, namespace) } };
  const found = objects.filter(
    ({ kind, metadata }) =>
      PLURALS[kind] === plural && (namespace === undefined || metadata.namespace === namespace),
  );
  if (name === undefined)
    return ok(
      page(
        found.filter((object) => isSelected(object, query)),
        query,
      ),
    );
  const object = found.find(({ metadata }) => metadata.name === name);
  return object ? ok(object) : notFound;
}

function refusal(plural: string, namespace: string | undefined): string {
  const where = namespace ? `in the namespace "${namespace}"` : "at the cluster scope";
  return `${plural} is forbidden: User "jane" cannot list resource "${plural}" in API group "" ${where}`;
}

/** One page of a list. As from a real server, its items have no kind. */
function page(objects: readonly LiveObject[], query: URLSearchParams) {
  const limit = Number(query.get("limit") ?? objects.length);
  const start = Number(query.get("continue") ?? 0);
  const items = objects.slice(start, start + limit).map(({ kind: _, apiVersion: __, ...item }) => item);
  const more = start + limit < objects.length;
  return { kind: "List", metadata: more ? { continue: String(start + limit) } : {}, items };
}

function isSelected(object: LiveObject, query: URLSearchParams): boolean {
  const terms = (key: string) => (query.get(key) ?? "").split(",").filter((term) => term !== "");
  const labels = terms("labelSelector").every((term) => {
    const [key = "", value] = term.split("=");
    return object.metadata.labels?.[key] === value;
  });
  const fields = terms("fieldSelector").every((term) => {
    const [, path = "", operator, value] = /^([\w.]+)(!=|=)(.*)$/.exec(term) ?? [];
    const actual = path.split(".").reduce((at: LiveObject | undefined, key) => at?.[key], object);
    return (String(actual) === value) === (operator === "=");
  });
  return labels && fields;
}
