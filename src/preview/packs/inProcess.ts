import type { PlannedResource } from "../engine/resources.js";
import { inOrder } from "./analysis.js";
import { type Analyzer, judgeResource, judgeStack, remediate } from "./judge.js";
import type { Violation } from "./violation.js";

/**
 * Judges planned resources by configured policies in this process, with the functions of the policy server in
 * `@pulumi/policy`. Remediations run first. They do not change `planned`.
 */
export async function judgeInProcess(
  planned: readonly PlannedResource[],
  policies: unknown,
): Promise<Violation[]> {
  const analyzer = policyServer(policies);
  const resources = planned.map((resource) => ({ ...resource })); // remediations change the copies
  const violations: Violation[] = [];
  for (const resource of resources.filter(({ read }) => !read)) {
    violations.push(...(await remediate(analyzer, resource, resources)));
    violations.push(...(await judgeResource(analyzer, resource, resources)));
  }
  return inOrder([...violations, ...(await judgeStack(analyzer, resources))]);
}

/** With `require`, because Jest cannot `import()` without an option of Node.js. */
function loadServer(): Record<string, MakeRpc> {
  try {
    return require("@pulumi/policy/server.js");
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== "MODULE_NOT_FOUND") throw cause;
    throw new Error("checkPolicies needs the package @pulumi/policy; install it", { cause });
  }
}

type Rpc = (
  call: { request: unknown },
  reply: (error: Error | undefined | null, response: never) => void,
) => void;
type MakeRpc = (pack: string, version: string, level: string, policies: unknown) => Rpc;

/** The functions of the policy server. The package exports them without declaring types. */
function policyServer(policies: unknown): Analyzer {
  const server = loadServer();
  const rpc = (name: string) => {
    const call = (server[name] as MakeRpc)("policies", "0.0.0", "advisory", policies);
    return (request: unknown) =>
      new Promise<never>((resolve, reject) => {
        call({ request }, (error, response) => (error ? reject(error) : resolve(response)));
      });
  };
  return {
    analyze: rpc("makeAnalyzeRpcFun"),
    analyzeStack: rpc("makeAnalyzeStackRpcFun"),
    remediate: rpc("makeRemediateRpcFun"),
  };
}
