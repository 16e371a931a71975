import type { AnalyzeRequest, AnalyzeResponse, RemediateResponse } from "@pulumi/pulumi/proto/analyzer_pb.js";
import { configurePolicies } from "../policies/framework/configure.js";
import type { PlannedResource } from "../preview/engine/resources.js";
import { decode } from "../preview/engine/values.js";
import {
  analyzeRequest,
  analyzeStackRequest,
  inOrder,
  providerOf,
  remediesOf,
  violationsOf,
} from "../preview/packs/analysis.js";
import type { Violation } from "../preview/packs/violation.js";

/** A policy of `@pulumi/policy`: a `ResourceValidationPolicy` or a `StackValidationPolicy`. */
export interface PolicyLike {
  readonly name: string;
  readonly description: string;
}

/**
 * Runs policies on a planned program, in this process: no pack, no server, no CLI. The verdicts are those of the policy
 * server, whose own functions judge here: what is not known before an update gives an advisory "can't run policy …",
 * secrets arrive in clear, remediations run first.
 *
 * `config` is a pack's configuration: `{ "canary-weight-limit": { maximum: 20 }, all: "mandatory" }`. Needs the package
 * `@pulumi/policy`.
 *
 * ```ts
 * const plan = await planStack({}, () => { new CanaryDeployment("app", { weight: 80, … }); });
 * expect(await checkPolicies(plan, trafficPolicies())).toMatchObject([{ policy: "canary-weight-limit", name: "app" }]);
 * ```
 *
 * @throws ConfigurationError for a policy, a level or a limit that does not exist.
 */
export async function checkPolicies(
  plan: { readonly resources: readonly PlannedResource[] } | readonly PlannedResource[],
  policies: readonly PolicyLike[],
  config: Readonly<Record<string, unknown>> = {},
): Promise<Violation[]> {
  const given: readonly PlannedResource[] = "resources" in plan ? plan.resources : plan;
  const serverOf = await policyServer();
  const server = serverOf(configurePolicies("config", [...policies] as never, config));
  const resources = given.map((resource) => ({ ...resource })); // remediations must not change the plan
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

/** The functions of the policy server, which it exports but does not declare. */
async function policyServer() {
  const server = (await import("@pulumi/policy/server.js").catch((cause: unknown) => {
    throw new Error("checkPolicies needs the package @pulumi/policy; install it", { cause });
  })) as unknown as Record<string, MakeRpc>;
  return (policies: unknown) => {
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
  };
}
