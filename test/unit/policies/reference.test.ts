import type { Policies } from "@pulumi/policy";
import { expect, it } from "vitest";
import { policies } from "../../../src/policies/index.js";

/** The limits of a policy, each with its default. */
function limitsOf({ configSchema }: Policies[number]): string {
  const limits = Object.entries(configSchema?.properties ?? {});
  const lines = limits.map(([name, { description, default: standard }]) => {
    return `\`${name}\`, default \`${JSON.stringify(standard)}\`: ${description}`;
  });
  return lines.length === 0 ? "none" : lines.join("<br>").replaceAll("|", "\\|");
}

it("docs/policies.md is what `npx vitest run test/unit/policies/reference.test.ts -u` writes", async () => {
  const row = (policy: Policies[number]) =>
    `| [\`${policy.name}\`](${policy.url}) | ${policy.description} | ${policy.enforcementLevel} | ${limitsOf(policy)} |`;
  const remedied = policies
    .filter((policy) => "remediateResource" in policy)
    .map(({ name }) => `\`${name}\``);
  const page = [
    "# Policies",
    "",
    "What `pulumi-kubernetes-traffic/policies` refuses, in this library's components and in Deployments, Services and",
    "ConfigMaps written by hand. `examples/policy-pack` is a pack of all of them, ready to copy. Levels and limits are set in",
    "the program, `trafficPolicies({ … })`, or in the pack's configuration; a limit that does not exist is refused.",
    "",
    "| policy | holds when | level | limits |",
    "|---|---|---|---|",
    ...policies.map(row),
    "",
    `The level \`remediate\` puts right what it can: ${remedied.join(", ")}.`,
    "",
    "## What no policy can see",
    "",
    "- What was there before: how far one update moves the weight, or whether a colour without pods had any. So `steps` names the",
    "  allowed weights, and `flip-before-shrink` judges every colour without pods as if this update took them away.",
    "- The option `retainOnDelete`. `kube-proxy-patch-kept` asks for `protect`, which is seen.",
    "- Objects of other stacks and of Helm charts. `service-has-pods` takes their Services in `external`.",
    "- Values that only an update knows. Such a policy says in the preview that it cannot run, and judges in the update.",
    "",
  ];
  await expect(page.join("\n")).toMatchFileSnapshot("../../../docs/policies.md");
});
