import { type Properties, planInProcess } from "../preview/index.js";
import { Plan } from "./plan.js";

/** The stack that a program is planned for. */
export interface PlanOptions {
  /** Name of the project; default `project`. */
  readonly project?: string;
  /** Name of the stack; default `stack`. */
  readonly stack?: string;
  /**
   * Whether the program sees a preview (ids and what an update computes are unknown) or an update (Kubernetes objects
   * have ids and their inputs; what other packages compute stays unknown, undefined with old SDKs). Default: true.
   */
  readonly preview?: boolean;
  /**
   * The configuration. A key without `:` is the project's own, as in Pulumi.STACK.yaml; what is not a string is
   * written as JSON, as the CLI does.
   */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The keys of `config` whose values are secret. */
  readonly secretKeys?: readonly string[];
  /**
   * What a `.get` finds, by kind and id: `{ "ConfigMap kube-system/kube-proxy": { metadata: { … }, data: { … } } }`. An object
   * that is not listed is unknown, as where there is no cluster; one that is null does not exist, which ends the program.
   */
  readonly reads?: Readonly<Record<string, object | null>>;
}

/**
 * Runs a Pulumi program in this process and tells what it asked for, options, parents and dependencies included:
 * the resources reach the same monitor that the offline preview uses, not a mock. Nothing is applied.
 *
 * Several stacks may be planned at once; each has its own configuration, resources and log.
 *
 * Rejects with what the program threw, or with the error it logged. An Output that is rejected later cannot be caught
 * in process: Node reports it as an unhandled rejection; try such programs with the offline preview itself.
 *
 * ```ts
 * const plan = await planStack({ config: { weight: 20 } }, () => { new CanaryDeployment("app", { … }); });
 * expect(plan.resource("Deployment", "app-canary").inputs.spec).toMatchObject({ replicas: 3 });
 * ```
 */
export async function planStack(options: PlanOptions, program: () => unknown): Promise<Plan> {
  const { project = "project", stack = "stack", preview = true } = options;
  const ownKey = (key: string) => (key.includes(":") ? key : `${project}:${key}`);
  const config = Object.fromEntries(
    Object.entries(options.config ?? {}).map(([key, value]) => [
      ownKey(key),
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  const reads = options.reads as Record<string, Properties | null> | undefined;
  const secretKeys = options.secretKeys?.map(ownKey);
  const monitor = await planInProcess(
    { project, stack, preview, organization: "organization", config, reads, secretKeys },
    program,
  );
  const logged = monitor.messages.find((message) => message.severity === "error");
  if (logged) throw new Error(logged.text);
  return new Plan(monitor);
}
