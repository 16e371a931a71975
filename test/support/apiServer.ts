import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What an API server answers to a path, with its query or without: an object, or another status. */
export type Answers = Readonly<Record<string, object>>;

/** An API server in this process. */
export interface FakeApiServer {
  readonly url: string;
  /** A kubeconfig of it, with the context `test`. */
  readonly kubeconfig: string;
  /** Every request: method and URL, and the Authorization header if there is one. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts an API server with these objects. Everything else is not found; `silent` paths are never answered. */
export async function startApiServer(
  answers: Answers,
  silent: readonly string[] = [],
): Promise<FakeApiServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(described(request));
    const { url = "" } = request;
    const path = url.split("?")[0] ?? "";
    if (silent.includes(path)) return;
    const body =
      answers[url] ??
      answers[path] ??
      statusObject(404, "NotFound", "the server could not find the requested resource");
    const code =
      (body as { kind?: string; code?: number }).kind === "Status" ? (body as { code: number }).code : 200;
    response.writeHead(code, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    kubeconfig: kubeconfigOf(url),
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The API server's answer to a request that it refuses. */
export function statusObject(code: number, reason: string, message: string): object {
  return { kind: "Status", apiVersion: "v1", status: "Failure", message, reason, code };
}

/** A kubeconfig of one cluster. `user` has the fields of the user. */
export function kubeconfigOf(server: string, user: object = { token: "t0ken" }, name = "test"): string {
  return `${JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    // The client refuses plain HTTP without the flag.
    clusters: [{ name, cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: "shop" } }],
  })}\n`;
}

function described({ method, url, headers }: IncomingMessage): string {
  return [method, url, headers.authorization].filter((part) => part !== undefined).join(" ");
}
