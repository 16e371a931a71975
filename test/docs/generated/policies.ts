import type { Policies } from "@pulumi/policy";
import { policies } from "../../../src/policies/index.js";
import { code, table } from "./markdown.js";

type Policy = Policies[number];

/** Every policy: what it demands, its level and its limits. */
export function policyTable(): string {
  const rows = policies.map((policy) => [
    `[${code(policy.name)}](${policy.url})`,
    policy.description,
    policy.enforcementLevel ?? "advisory",
    limitsOf(policy),
  ]);
  return table(["policy", "requirement", "level", "limits"], rows);
}

/** The policies that can change a resource instead of refusing it. */
export function remediated(): string {
  const names = policies.filter((policy) => "remediateResource" in policy).map(({ name }) => code(name));
  return `The level \`remediate\` is available for ${names.join(" and ")}.`;
}

function limitsOf({ configSchema }: Policy): string {
  const limits = Object.entries(configSchema?.properties ?? {});
  const lines = limits.map(([name, { description, default: standard }]) => {
    return `${code(name)}, default ${code(JSON.stringify(standard))}: ${description}`;
  });
  return lines.length === 0 ? "none" : lines.join("\n");
}
