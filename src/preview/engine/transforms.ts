import { credentials } from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb.js";
import {
  type RegisterResourceRequest,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";

/**
 * Runs the transforms of a program. They stay in the program, which serves each at a callback address under a token.
 *
 * The order is the engine's: those of the resource, those of its parents from the inside out, those of the stack.
 */
export class Transforms {
  readonly #ofStack: Callback[] = [];
  readonly #ofResource = new Map<string, { parent: string; own: Callback[] }>();
  readonly #clients = new Map<string, CallbacksClient>();

  /** Adds a transform of the whole stack. */
  addToStack(callback: Callback): void {
    this.#ofStack.push(callback);
  }

  /** Stores the transforms of a resource, which its children inherit. */
  remember(urn: string, request: RegisterResourceRequest): void {
    this.#ofResource.set(urn, { parent: request.getParent(), own: request.getTransformsList() });
  }

  /** Applies the program's transforms to the request. */
  async apply(request: RegisterResourceRequest): Promise<void> {
    for (const callback of this.#inOrder(request)) {
      const response = TransformResponse.deserializeBinary(
        await this.#call(callback, transformRequest(request).serializeBinary()),
      );
      request.setObject(response.getProperties() ?? request.getObject());
      const options = response.getOptions();
      if (options) applyOptions(options, request);
    }
  }

  /** Closes the connections to the program. */
  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  #inOrder(request: RegisterResourceRequest): Callback[] {
    const callbacks = [...request.getTransformsList()];
    let parent = this.#ofResource.get(request.getParent());
    while (parent) {
      callbacks.push(...parent.own);
      parent = this.#ofResource.get(parent.parent);
    }
    return [...callbacks, ...this.#ofStack];
  }

  #call(callback: Callback, payload: Uint8Array): Promise<Uint8Array> {
    const target = callback.getTarget();
    const client = this.#clients.get(target) ?? new CallbacksClient(target, credentials.createInsecure());
    this.#clients.set(target, client);
    const request = new CallbackInvokeRequest();
    request.setToken(callback.getToken());
    request.setRequest(payload);
    return new Promise((resolve, reject) => {
      client.invoke(request, (error, response) => {
        if (error) reject(new Error(error.details));
        else resolve(response.getResponse_asU8());
      });
    });
  }
}

function transformRequest(request: RegisterResourceRequest): TransformRequest {
  const options = new TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  options.setProtect(request.getProtect() ?? false);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  options.setRetainOnDelete(request.getRetainondelete() ?? false);
  options.setDeletedWith(request.getDeletedwith());
  if (request.getDeletebeforereplacedefined())
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setImport(request.getImportid());
  options.setHooks(request.getHooks());
  options.setReplaceWithList(request.getReplaceWithList());
  request.getProvidersMap().forEach((provider, name) => {
    options.getProvidersMap().set(name, provider);
  });

  const message = new TransformRequest();
  message.setType(request.getType());
  message.setName(request.getName());
  message.setCustom(request.getCustom());
  message.setParent(request.getParent());
  message.setProperties(request.getObject());
  message.setOptions(options);
  return message;
}

function applyOptions(options: TransformResourceOptions, request: RegisterResourceRequest): void {
  request.setDependenciesList(options.getDependsOnList());
  request.setProtect(options.getProtect() ?? false);
  request.setIgnorechangesList(options.getIgnoreChangesList());
  request.setReplaceonchangesList(options.getReplaceOnChangesList());
  request.setVersion(options.getVersion());
  request.setAliasesList(options.getAliasesList());
  request.setProvider(options.getProvider());
  request.setCustomtimeouts(options.getCustomTimeouts());
  request.setPlugindownloadurl(options.getPluginDownloadUrl());
  request.setRetainondelete(options.getRetainOnDelete() ?? false);
  request.setDeletedwith(options.getDeletedWith());
  request.setDeletebeforereplacedefined(options.hasDeleteBeforeReplace());
  request.setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
  request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
  request.setImportid(options.getImport());
  request.setHooks(options.getHooks());
  request.setReplaceWithList(options.getReplaceWithList());
}
