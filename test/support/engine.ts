import { credentials } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import * as callbackServices from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb.js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import * as messages from "@pulumi/pulumi/proto/resource_pb.js";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { OfflineMonitor } from "../../src/preview/engine/monitor.js";
import { serve } from "../../src/preview/engine/serve.js";
import type { Properties } from "../../src/preview/engine/values.js";

/** Before 3.245, the options of a resource lose their error hooks. */
export const KEEPS_HOOKS =
  pulumi.mergeOptions({}, { hooks: { onError: [{} as pulumi.ErrorHook] } }).hooks?.onError?.length === 1;

/** How the engine behaves. */
export interface EngineOptions {
  /** Whether it previews. Default: false. */
  readonly preview?: boolean;
  /** Whether it calls error hooks. Default: true. */
  readonly errorHooks?: boolean;
  /** The resources whose step fails: `Deployment web`. */
  readonly failing?: readonly string[];
  /** The resources whose step waits until the program has logged a warning. */
  readonly pending?: readonly string[];
  /** The failed operation. Default: `update`. */
  readonly operation?: string;
  readonly config?: Readonly<Record<string, string>>;
  /** Objects that `.get` finds, by kind and id. Default: none is known. */
  readonly reads?: Readonly<Record<string, object>>;
}

/** A stand-in for Pulumi's engine. The program reaches it by gRPC, as in a real update, and it calls error hooks. */
export class Engine extends OfflineMonitor {
  /** The hooks that the program registered, by name. */
  readonly hooks = new Map<string, Callback>();
  /** What the hooks of failed steps answered: whether to try again. */
  readonly answers: boolean[] = [];
  readonly #options: EngineOptions;
  #onWarning = () => {};
  readonly #warned = new Promise<void>((resolve) => {
    this.#onWarning = resolve;
  });

  constructor(options: EngineOptions) {
    const { preview = false, config = {} } = options;
    const reads = options.reads as Record<string, Properties> | undefined;
    super({ project: "project", stack: "stack", organization: "organization", preview, config, reads });
    this.#options = options;
  }

  override async supportsFeature(
    request?: messages.SupportsFeatureRequest,
  ): Promise<messages.SupportsFeatureResponse> {
    const response = await super.supportsFeature();
    const { errorHooks = true } = this.#options;
    if (request?.getId() === "errorHooks") response.setHassupport(errorHooks);
    return response;
  }

  override async log(request: LogRequest): Promise<Empty> {
    const reply = await super.log(request);
    if (this.messages.some(({ severity }) => severity === "warning")) this.#onWarning();
    return reply;
  }

  override async registerErrorHook(request?: messages.RegisterErrorHookRequest): Promise<Empty> {
    const name = request?.getName() ?? "";
    const callback = request?.getCallback();
    if (this.hooks.has(name)) throw new Error(`resource hook already registered for name "${name}"`);
    if (callback) this.hooks.set(name, callback);
    return new Empty();
  }

  override async registerResource(
    request: messages.RegisterResourceRequest,
  ): Promise<messages.RegisterResourceResponse> {
    const response = await super.registerResource(request);
    const named = `${request.getType().split(":").at(-1)} ${request.getName()}`;
    if (this.#options.pending?.includes(named)) await this.#warned;
    if (this.#options.failing?.includes(named)) {
      for (const name of request.getHooks()?.getOnErrorList() ?? []) {
        await this.#call(name, request, response);
      }
    }
    return response;
  }

  async #call(
    name: string,
    request: messages.RegisterResourceRequest,
    checked: messages.RegisterResourceResponse,
  ): Promise<void> {
    const callback = this.hooks.get(name);
    if (!callback) throw new Error(`error hook "${name}" was not registered`);
    const failed = new messages.ErrorHookRequest();
    failed.setUrn(checked.getUrn());
    failed.setName(request.getName());
    failed.setType(request.getType());
    failed.setNewInputs(checked.getObject());
    failed.setFailedOperation(this.#options.operation ?? "update");
    failed.setErrorsList(["timed out waiting for the condition"]);
    const invoke = new CallbackInvokeRequest();
    invoke.setToken(callback.getToken());
    invoke.setRequest(failed.serializeBinary());
    const client = new callbackServices.CallbacksClient(callback.getTarget(), credentials.createInsecure());
    const answer = await new Promise<Uint8Array>((resolve, reject) => {
      client.invoke(invoke, (error, reply) => (error ? reject(error) : resolve(reply.getResponse_asU8())));
    });
    client.close();
    const response = messages.ErrorHookResponse.deserializeBinary(answer);
    if (response.getError()) throw new Error(response.getError());
    this.answers.push(response.getRetry());
  }
}

/** Runs a program against an engine, as `pulumi up` does. */
export async function runWith(options: EngineOptions, program: () => unknown): Promise<Engine> {
  const engine = new Engine(options);
  const served = await serve(engine);
  try {
    await withLocalStorage(async () => {
      const { address } = served;
      resetOptions("project", "stack", -1, address, address, options.preview ?? false, "organization");
      pulumi.runtime.setAllConfig({ ...options.config });
      await pulumi.runtime.runInPulumiStack(async () => (await program()) as Record<string, unknown>);
      await pulumi.runtime.disconnect();
    });
  } finally {
    served.close();
    engine.close();
  }
  return engine;
}

// What the language host of Pulumi calls before it runs a program. The SDK does not declare the types.
/** Gives `callback` an engine and a configuration of its own. */
export const { withLocalStorage } = state as unknown as {
  withLocalStorage<T>(callback: () => Promise<T>): Promise<T>;
};
const { resetOptions } = pulumi.runtime as unknown as {
  resetOptions(
    project: string,
    stack: string,
    parallel: number,
    engine: string,
    monitor: string,
    preview: boolean,
    organization: string,
  ): void;
};
