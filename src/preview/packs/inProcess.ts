import type { AnalyzeRequest, AnalyzeResponse, RemediateResponse } from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { PlannedResource } from "../engine/resources.js";
import { decode } from "../engine/values.js";
import {
  analyzeRequest,
  analyzeStackRequest,
  inOrder,
  providerOf,
  remediesOf,
  violationsOf,
} from "./analysis.js";
import type { Violation } from "./violation.js";

/**
 * Judges planned resources by configured policies in this process, with the functions of the policy server in
 * `@pulumi/policy`. Remediations run first. They do not change `planned`.
 */
export async function judgeInProcess(
  planned: readonly PlannedResource[],
  policies: unknown,
): Promise<Violation[]> {
  const server = await policyServer(policies);
  const resources = planned.map((resource) => ({ ...resource })); // remediations change the copies
  const found: Violation[] = [];
  for (const resource of resources.filter(({ read }) => !read)) {
    const remedied = remediesOf(await server.remediate(requestFor(resource, resources)), resource);
    if (remedied.properties) resource.inputs = decode(remedied.properties);
    found.push(...remedied.violations);
    found.push(...violationsOf(await server.analyze(requestFor(resource, resources)), resource));
  }
  const ofStack = await server.analyzeStack(analyzeStackRequest(resources) as never);
  return inOrder([...found, ...violationsOf(ofStack)]);
}

function requestFor(resource: PlannedResource, resources: readonly PlannedResource[]): AnalyzeRequest {
  return analyzeRequest(resource, providerOf(resource, resources));
}

type Rpc = (
  call: { request: AnalyzeRequest },
  reply: (error: Error | undefined | null, response: never) => void,
) => void;
type MakeRpc = (pack: string, version: string, level: string, policies: unknown) => Rpc;

/** The functions of the policy server. The package exports them without declaring types. */
async function policyServer(policies: unknown) {
  const server = (await import("@pulumi/policy/server.js").catch((cause: unknown) => {
    throw new Error("checkPolicies needs the package @pulumi/policy; install it", { cause });
  })) as unknown as Record<string, MakeRpc>;
  const rpc = <R>(make: MakeRpc) => {
    const method = make("policies", "0.0.0", "advisory", policies);
    return (request: AnalyzeRequest) =>
      new Promise<R>((resolve, reject) => {
        method({ request }, (error, response) => (error ? reject(error) : resolve(response)));
      });
  };
  return {
    analyze: rpc<AnalyzeResponse>(server.makeAnalyzeRpcFun as MakeRpc),
    analyzeStack: rpc<AnalyzeResponse>(server.makeAnalyzeStackRpcFun as MakeRpc),
    remediate: rpc<RemediateResponse>(server.makeRemediateRpcFun as MakeRpc),
  };
}
