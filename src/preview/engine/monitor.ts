import { status } from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb.js";
import {
  GetRootResourceResponse,
  type LogRequest,
  RequirePulumiVersionResponse,
  type SetRootResourceRequest,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb.js";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import * as messages from "@pulumi/pulumi/proto/resource_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { answerInvoke } from "./invokes.js";
import { checkObject, isKubernetesObject, liveResource } from "./kubernetesProvider.js";
import { idOf, isKnownFromInputs, readResource, registeredResource } from "./registration.js";
import type { PlannedMessage, PlannedResource } from "./resources.js";
import { Transforms } from "./transforms.js";
import { urnOf } from "./urn.js";
import { decode, encode, type Marked, type Properties, reveal } from "./values.js";

/** The stack a program is previewed for. */
export interface StackIdentity {
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  /** True for what `pulumi preview` would run, false for the program's view during `pulumi up`. */
  readonly preview: boolean;
  /** Values by full key. The monitor reads the Kubernetes provider's default namespace from them. */
  readonly config: Readonly<Record<string, string>>;
  /** Objects that `.get` finds, by kind and id. Null is an object that does not exist; an unlisted one is unknown. */
  readonly reads?: Readonly<Record<string, Properties | null>> | undefined;
}

/** A response that newer SDKs can mark as unknown. The types of the oldest supported SDK do not have the setter. */
interface MaybeUnknown {
  setUnknown?(value: boolean): void;
}

// Message classes have moved between versions of the SDK; the service names the one in use.
const methods = ResourceMonitorService as unknown as {
  readonly invoke: { readonly responseType: new () => MaybeUnknown & { setReturn(value: Struct): void } };
  /** Missing from older SDKs, which never call it. */
  readonly existsResource: { readonly responseType: new () => MaybeUnknown };
};

/** Callbacks of a monitor. The program waits for them. */
export interface Listeners {
  /** Called with each resource before the program continues. May replace its inputs, which the program then receives. */
  readonly onRegister?: (resource: PlannedResource, resources: readonly PlannedResource[]) => Promise<void>;
  /** Called when the program cannot continue. The reason is already among the messages. */
  readonly onRefused?: () => void;
}

/** An error that the monitor has already logged. The SDK then ends the program without a stack trace of ours. */
class ReportedError extends Error {
  readonly code = status.CANCELLED;
  readonly details = this.message;
}

/**
 * The two gRPC services that a Pulumi program calls, ResourceMonitor and Engine, without a cluster, state or plugins. It
 * records every resource and answers with what follows from its inputs. Methods have the names of the protocol.
 */
export class OfflineMonitor {
  /** Everything registered so far, in order of arrival. That order differs from run to run. */
  readonly resources: PlannedResource[] = [];
  /** The messages that the program logged, errors included. */
  readonly messages: PlannedMessage[] = [];
  /** Functions of the Kubernetes provider that the program called and whose objects are missing here. */
  readonly unsupported = new Set<string>();
  /** The inputs of the default Kubernetes provider, from the configuration. */
  readonly defaultProvider: Properties;
  readonly #identity: StackIdentity;
  readonly #transforms = new Transforms();
  readonly #urns = new Set<string>();
  readonly #listeners: Listeners;
  #root = "";

  constructor(identity: StackIdentity, listeners: Listeners = {}) {
    this.#identity = identity;
    this.#listeners = listeners;
    const configured = Object.entries(identity.config).filter(([key]) => key.startsWith("kubernetes:"));
    this.defaultProvider = Object.fromEntries(
      configured.map(([key, value]) => [key.slice("kubernetes:".length), value]),
    );
  }

  /** True for what `pulumi preview` would run. */
  get preview(): boolean {
    return this.#identity.preview;
  }

  /** The resource with this URN, if it is registered. */
  find(urn: string): PlannedResource | undefined {
    return this.resources.find((resource) => resource.urn === urn);
  }

  /** Closes the connections back to the program. */
  close(): void {
    this.#transforms.close();
  }

  // --- ResourceMonitor ---

  async getDeploymentInfo(): Promise<messages.DeploymentInfo> {
    const info = new messages.DeploymentInfo();
    // SECRETS is 0: filtering by truthiness would drop it, and the program would send no value marked as secret.
    const features = Object.values(messages.ResourceMonitorFeature).filter(
      (value) => typeof value === "number",
    );
    info.setSupportedfeaturesList(features as messages.ResourceMonitorFeature[]);
    return info;
  }

  async supportsFeature(): Promise<messages.SupportsFeatureResponse> {
    const response = new messages.SupportsFeatureResponse();
    response.setHassupport(true);
    return response;
  }

  async registerResource(
    request: messages.RegisterResourceRequest,
  ): Promise<messages.RegisterResourceResponse> {
    const urn = this.#claimUrn(request);
    this.#transforms.remember(urn, request);
    await this.#transforms.apply(request);

    const resource = registeredResource(urn, request, this.#check(urn, request));
    this.resources.push(resource);
    await this.#listeners.onRegister?.(resource, this.resources);

    const response: messages.RegisterResourceResponse & MaybeUnknown =
      new messages.RegisterResourceResponse();
    response.setUrn(urn);
    response.setObject(encode(resource.inputs));
    if (resource.custom && !this.#identity.preview) {
      if (!isKnownFromInputs(resource)) response.setUnknown?.(true);
      response.setId(idOf(resource));
    }
    return response;
  }

  async registerResourceOutputs(request: messages.RegisterResourceOutputsRequest): Promise<Empty> {
    const resource = this.find(request.getUrn());
    if (resource) resource.outputs = decode(request.getOutputs());
    return new Empty();
  }

  async readResource(request: messages.ReadResourceRequest): Promise<messages.ReadResourceResponse> {
    const urn = this.#claimUrn(request);
    const live = this.#identity.reads?.[`${request.getType().split(":").at(-1)} ${request.getId()}`];
    if (live === null) this.#refuse(`resource '${request.getId()}' does not exist`, urn);
    const inputs = { ...decode(request.getProperties()), ...(live && liveResource(request.getType(), live)) };
    this.resources.push(readResource(urn, request, inputs));
    const response: messages.ReadResourceResponse & MaybeUnknown = new messages.ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(encode(inputs));
    response.setUnknown?.(live === undefined);
    return response;
  }

  async existsResource(): Promise<MaybeUnknown> {
    const response = new methods.existsResource.responseType();
    response.setUnknown?.(true);
    return response;
  }

  async invoke(request: messages.ResourceInvokeRequest): Promise<MaybeUnknown> {
    const response = new methods.invoke.responseType();
    const result = answerInvoke(request.getTok(), decode(request.getArgs()), this);
    response.setReturn(encode(result ?? {}));
    if (!result) response.setUnknown?.(true);
    return response;
  }

  async call(request: messages.ResourceCallRequest): Promise<never> {
    return this.#refuse(
      `the method ${request.getTok()} runs in a provider, which an offline preview does not have`,
    );
  }

  async registerPackage(request: messages.RegisterPackageRequest): Promise<messages.RegisterPackageResponse> {
    const response = new messages.RegisterPackageResponse();
    response.setRef(`${request.getName()}@${request.getVersion()}`);
    return response;
  }

  async registerStackTransform(callback: Callback): Promise<Empty> {
    this.#transforms.addToStack(callback);
    return new Empty();
  }

  // An offline preview runs no invoke transforms and no hooks. It accepts them so that the program continues.
  async registerStackInvokeTransform(): Promise<Empty> {
    return new Empty();
  }
  async registerResourceHook(): Promise<Empty> {
    return new Empty();
  }
  async registerErrorHook(): Promise<Empty> {
    return new Empty();
  }
  async signalAndWaitForShutdown(): Promise<Empty> {
    return new Empty();
  }

  // --- Engine ---

  async log(request: LogRequest): Promise<Empty> {
    const severity = (["debug", "info", "warning", "error"] as const)[request.getSeverity()];
    if (severity !== undefined && severity !== "debug" && !request.getEphemeral()) {
      this.messages.push({ severity, text: request.getMessage(), urn: request.getUrn() || undefined });
    }
    return new Empty();
  }

  async getRootResource(): Promise<GetRootResourceResponse> {
    const response = new GetRootResourceResponse();
    response.setUrn(this.#root);
    return response;
  }

  async setRootResource(request: SetRootResourceRequest): Promise<SetRootResourceResponse> {
    this.#root = request.getUrn();
    return new SetRootResourceResponse();
  }

  async startDebugging(): Promise<Empty> {
    return new Empty();
  }

  async requirePulumiVersion(): Promise<RequirePulumiVersionResponse> {
    return new RequirePulumiVersionResponse();
  }

  /** Ends the program with one error, as the engine does: it logs the error and cancels the call. */
  #refuse(text: string, urn?: string): never {
    this.messages.push({ severity: "error", text, urn });
    this.#listeners.onRefused?.();
    throw new ReportedError(text);
  }

  /** Reserves the URN of a new resource, before the first await: two registrations at once must not share it. */
  #claimUrn(request: messages.RegisterResourceRequest | messages.ReadResourceRequest): string {
    const { project, stack } = this.#identity;
    const urn = urnOf(stack, project, request.getParent(), request.getType(), request.getName());
    if (this.#urns.has(urn)) {
      this.#refuse(`Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
    }
    this.#urns.add(urn);
    return urn;
  }

  #check(urn: string, request: messages.RegisterResourceRequest): Properties {
    const inputs = decode(request.getObject());
    if (!request.getCustom() || !isKubernetesObject(request.getType(), inputs)) return inputs;
    return checkObject(urn, request.getName(), inputs, this.#namespace(request.getProvider()));
  }

  #namespace(provider: string): Marked | undefined {
    if (provider === "") return this.defaultProvider.namespace;
    const urn = provider.slice(0, provider.lastIndexOf("::"));
    return reveal(this.find(urn)?.inputs.namespace);
  }
}
