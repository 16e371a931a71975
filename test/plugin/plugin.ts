import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { InputPropertiesError } from "@pulumi/pulumi/proto/errors_pb.js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { startNode } from "../../src/preview/engine/process.js";
import { type ServedMonitor, serve } from "../../src/preview/engine/serve.js";
import { decode, encode, type Properties } from "../../src/preview/engine/values.js";
import { Engine, type EngineOptions } from "../support/engine.js";

export const FOLDER = join(__dirname, "../../plugin");

/** The value of an Output, as the engine passes it to a component. Without `value`, it is not known yet. */
export function outputValue(output: { value?: unknown; secret?: boolean; dependencies?: string[] }): never {
  const { value, secret = false, dependencies = [] } = output;
  const signature = { "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
  return { ...signature, ...(value !== undefined && { value }), secret, dependencies } as never;
}

/** A component that a program in another language makes. */
export interface Made {
  readonly urn: string;
  readonly state: Properties;
}

/** A refused component, as Pulumi gets it. */
export class Refused extends Error {
  constructor(
    readonly headline: string,
    readonly properties: Readonly<Record<string, string>>,
  ) {
    super(`${headline} ${JSON.stringify(properties)}`);
  }
}

/** The plugin as Pulumi starts it, with a stand-in for the engine. */
export class Plugin {
  readonly engine: Engine;
  /** What it printed on standard error. */
  errors = "";
  readonly #served: ServedMonitor;
  readonly #options: EngineOptions;
  readonly #child: ChildProcess;
  #client: ResourceProviderClient | undefined;

  static async start(options: EngineOptions = {}): Promise<Plugin> {
    const engine = new Engine(options);
    const plugin = new Plugin(engine, await serve(engine), options);
    await plugin.#connect();
    return plugin;
  }

  private constructor(engine: Engine, served: ServedMonitor, options: EngineOptions) {
    this.engine = engine;
    this.#served = served;
    this.#options = options;
    this.#child = startNode([FOLDER, served.address], { cwd: FOLDER, env: process.env });
    this.#child.stderr?.on("data", (text) => {
      this.errors += text;
    });
  }

  async #connect(): Promise<void> {
    const started = once(this.#child.stdout as Readable, "data").then(([text]) => Number(String(text)));
    const ended = once(this.#child, "exit").then(() => Promise.reject(new Error(this.errors)));
    const port = await Promise.race([started, ended]);
    ended.catch(() => undefined);
    this.#client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  get client(): ResourceProviderClient {
    if (!this.#client) throw new Error("the plugin is not started");
    return this.#client;
  }

  async schema(): Promise<string> {
    return this.#call<messages.GetSchemaResponse>("getSchema", new messages.GetSchemaRequest()).then(
      (reply) => reply.getSchema(),
    );
  }

  async version(): Promise<string> {
    return this.#call<PluginInfo>("getPluginInfo", new Empty()).then((reply) => reply.getVersion());
  }

  /** Makes a component. Rejects with `Refused` when its arguments are. */
  async construct(
    kind: string,
    name: string,
    inputs: object,
    change?: (request: messages.ConstructRequest) => void,
  ): Promise<Made> {
    const request = new messages.ConstructRequest();
    request.setProject("project");
    request.setStack("stack");
    request.setOrganization("organization");
    request.setDryrun(this.#options.preview ?? false);
    request.setMonitorendpoint(this.#served.address);
    request.setAcceptsOutputValues(true);
    request.setType(`pulumi-kubernetes-traffic:index:${kind}`);
    request.setName(name);
    request.setInputs(encode(inputs as Properties));
    change?.(request);
    const reply = await this.#call<messages.ConstructResponse>("construct", request);
    return { urn: reply.getUrn(), state: decode(reply.getState()) };
  }

  async stop(): Promise<void> {
    this.#client?.close();
    const ended = this.#child.exitCode === null ? once(this.#child, "exit") : undefined;
    this.#child.kill();
    await ended;
    this.#served.close();
    this.engine.close();
  }

  #call<T>(method: "getSchema" | "getPluginInfo" | "construct", request: unknown): Promise<T> {
    type Call = (request: unknown, done: (error: ServiceError | null, reply: T) => void) => void;
    const call = this.client[method].bind(this.client) as unknown as Call;
    return new Promise((resolve, reject) => {
      call(request, (error, reply) => (error ? reject(refusedOf(error) ?? error) : resolve(reply)));
    });
  }
}

/** The properties that an error names, as the engine reads them; undefined for other errors. */
function refusedOf(error: ServiceError): Refused | undefined {
  const [details] = error.metadata.get("grpc-status-details-bin");
  if (details === undefined) return undefined;
  const [any] = Status.deserializeBinary(details as Buffer).getDetailsList();
  const { errorsList } = InputPropertiesError.deserializeBinary(
    any?.getValue_asU8() ?? new Uint8Array(),
  ).toObject();
  return new Refused(
    error.details,
    Object.fromEntries(errorsList.map(({ propertyPath, reason }) => [propertyPath, reason])),
  );
}
