import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { kubeconfigOf, statusObject } from "../../../support/apiServer.js";

/** What an API server with Jobs does. */
export interface JobBehavior {
  /** The conditions of the Job at each look; the last one for ever. A number is an error of the server. */
  readonly looks?: readonly (readonly object[] | number)[];
  readonly pods?: readonly object[];
  readonly log?: string;
  /** Statuses of refused requests, by method: `{ POST: 403 }`. */
  readonly refused?: Readonly<Record<string, number>>;
  /** Called at each request. */
  readonly onRequest?: (request: string) => void;
}

export interface JobServer {
  readonly kubeconfig: string;
  /** Method and path of every request, with the name of the Job as NAME. */
  readonly requests: readonly string[];
  /** The Jobs that were created. */
  readonly created: readonly CreatedJob[];
  /** Whether a Job is left. */
  readonly left: () => boolean;
  close(): Promise<void>;
}

export interface CreatedJob {
  readonly metadata: { readonly name: string; readonly labels?: object };
  readonly spec: Readonly<Record<string, unknown>>;
}

const JOBS = /^\/apis\/batch\/v1\/namespaces\/[\w-]+\/jobs/;

/** Starts an API server that knows Jobs, their pods and their logs. */
export async function startJobServer(behavior: JobBehavior = {}): Promise<JobServer> {
  const { looks = [[{ type: "Complete", status: "True" }]], pods = [], log = "", refused = {} } = behavior;
  const requests: string[] = [];
  const created: CreatedJob[] = [];
  let left = false;
  let look = 0;
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    const body = await bodyOf(request);
    const described = `${method} ${url}`.replaceAll(created.at(-1)?.metadata.name ?? "\0", "NAME");
    requests.push(described);
    behavior.onRequest?.(described);
    const [code, answer] = answerTo(method, url, body);
    response.writeHead(code, { "Content-Type": "application/json" });
    response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
  });

  function answerTo(method: string, url: string, body: string): [number, object | string] {
    const status = refused[method];
    if (status !== undefined) return [status, statusObject(status, "Refused", `${method} is refused`)];
    if (method === "POST") {
      left = true;
      created.push(JSON.parse(body));
      return [201, {}];
    }
    if (method === "DELETE") {
      const found = left;
      left = false;
      return found ? [200, {}] : [404, statusObject(404, "NotFound", "not found")];
    }
    if (JOBS.test(url)) return jobAt(looks[Math.min(look++, looks.length - 1)] ?? []);
    if (url.includes("/log?")) return [200, log];
    if (url.includes("/pods?")) return [200, { items: pods }];
    return [200, { items: [] }];
  }

  function jobAt(conditions: readonly object[] | number): [number, object] {
    if (typeof conditions === "number")
      return [conditions, statusObject(conditions, "Error", "etcd is slow")];
    return left ? [200, { status: { conditions } }] : [404, statusObject(404, "NotFound", "not found")];
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    kubeconfig: kubeconfigOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    requests,
    created,
    left: () => left,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
