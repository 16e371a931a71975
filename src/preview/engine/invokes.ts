import { decodeYaml } from "./kubernetesProvider.js";
import type { PlannedResource } from "./resources.js";
import { type Properties, unknown } from "./values.js";

/** What a function of a provider may need of the plan. */
interface Plan {
  find(urn: string): PlannedResource | undefined;
  readonly unsupported: Set<string>;
  /** False in an update, where no result is unknown. */
  readonly preview: boolean;
}

/** The result of a function of a provider. Undefined when only the provider knows it. */
export function answerInvoke(token: string, args: Properties, plan: Plan): Properties | undefined {
  switch (token) {
    case "kubernetes:yaml:decode":
      return { result: decodeYaml(String(args.text), args.defaultNamespace as string | undefined) };
    case "kubernetes:helm:template":
    case "kubernetes:kustomize:directory":
      plan.unsupported.add(token);
      // Unknown, so that a program may read the objects. In an empty list it would miss them.
      return { result: plan.preview ? unknown : [] };
    case "pulumi:pulumi:getResource": {
      const resource = plan.find(String(args.urn));
      if (!resource) throw new Error(`unknown resource ${args.urn}`);
      return { urn: resource.urn, id: "", state: resource.inputs };
    }
    default:
      return undefined;
  }
}
