import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import type { OfflineMonitor } from "./monitor.js";

type Method = (request: unknown) => Promise<unknown>;
type Reply = (error: Partial<Error> | null, response?: unknown) => void;

/** A monitor that serves a program in another process. */
export interface ServedMonitor {
  /** Address of both services: `127.0.0.1:port`. */
  readonly address: string;
  /** Stops listening at once. */
  close(): void;
}

/** Serves both services on a free local port. */
export async function serve(monitor: OfflineMonitor): Promise<ServedMonitor> {
  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(ResourceMonitorService as ServiceDefinition, handlers(ResourceMonitorService, monitor));
  server.addService(EngineService as ServiceDefinition, handlers(EngineService, monitor));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

/** The monitor with the interface of the SDK's generated clients, for a program in this process. */
export function clientOf(monitor: OfflineMonitor): object {
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === "close") return () => undefined;
        const method = methodOf(monitor, String(name));
        if (!method) return undefined;
        return (request: unknown, reply: Reply) => {
          method(request).then(
            (response) => reply(null, response),
            (error) => reply(asStatus(error)),
          );
        };
      },
    },
  );
}

function handlers(service: object, monitor: OfflineMonitor): UntypedServiceImplementation {
  const entries = Object.keys(service).map((name): [string, handleUnaryCall<unknown, unknown>] => {
    const method = methodOf(monitor, name);
    return [
      name,
      (call, reply) => {
        if (!method)
          reply({ code: status.UNIMPLEMENTED, details: `the offline preview does not support ${name}` });
        else
          method(call.request).then(
            (response) => reply(null, response),
            (error) => reply(asStatus(error)),
          );
      },
    ];
  });
  return Object.fromEntries(entries);
}

function methodOf(monitor: OfflineMonitor, name: string): Method | undefined {
  const method = (monitor as unknown as Record<string, unknown>)[name];
  return typeof method === "function" ? method.bind(monitor) : undefined;
}

/** An error as gRPC transports it: only `code` and `details` reach the program. */
function asStatus(error: Error & { code?: number }): Error & { code: number; details: string } {
  return Object.assign(error, { code: error.code ?? status.UNKNOWN, details: error.message });
}
