import { Client, credentials } from "@grpc/grpc-js";

/**
 * Asks a container runtime for its version, as a kubelet does first. Rejects until the runtime serves kubelets, which is
 * later than its first answer to others: a kubelet that starts in between ends.
 */
export function criVersion(socket: string): Promise<void> {
  const client = new Client(`unix://${socket}`, credentials.createInsecure());
  const asIs = (message: Buffer) => message;
  const question = Buffer.alloc(0); // all fields of a VersionRequest are optional
  return new Promise<void>((resolve, reject) => {
    client.makeUnaryRequest("/runtime.v1.RuntimeService/Version", asIs, asIs, question, (error) =>
      error ? reject(error) : resolve(),
    );
  }).finally(() => client.close());
}
