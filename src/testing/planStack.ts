import { type Properties, planInProcess } from "../preview/index.js";
import { Plan } from "./plan.js";

/** The stack a program is planned for. */
export interface PlanOptions {
  /** Name of the project. Default: `project`. */
  readonly project?: string;
  /** Name of the stack. Default: `stack`. */
  readonly stack?: string;
  /**
   * Whether the program runs as in a preview or as in an update. In a preview, ids and computed values are unknown. In an
   * update, Kubernetes objects have ids and their inputs; values that other packages compute stay unknown, or undefined
   * with old SDKs. Default: true.
   */
  readonly preview?: boolean;
  /**
   * Configuration values by key. As in Pulumi.STACK.yaml, a key without `:` belongs to the project. A value that is not a
   * string becomes JSON. Default: none.
   */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The keys of `config` whose values are secret. Default: none. */
  readonly secretKeys?: readonly string[];
  /**
   * Objects that `.get` finds, by kind and id: `{ "ConfigMap kube-system/kube-proxy": { metadata: { … }, data: { … } } }`. An
   * unlisted object is unknown, as without a cluster. A null object does not exist, which ends the program. Kubernetes objects
   * get a `metadata.resourceVersion`, as in a cluster, unless they have one.
   */
  readonly reads?: Readonly<Record<string, object | null>>;
  /**
   * Accepts a program that registers no resources. Without it, such a program is refused, because a test of its plan would
   * check nothing. Default: false.
   */
  readonly allowEmpty?: boolean;
}

/**
 * Runs a Pulumi program in this process and returns what it registered, including options, parents and dependencies.
 * The resources reach the monitor of the offline preview, not a mock. Nothing is applied.
 *
 * Several stacks may be planned at once. Each has its own configuration, resources and log.
 *
 * `program` is a function that creates the resources, so that each plan has them. A module is no such function: Node.js runs
 * it once, and `import()` of it registers nothing from the second plan on.
 *
 * Rejects with the error that the program threw or logged, or that rejected one of its Outputs. Rejects a program that
 * registers no resources.
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
  const plan = new Plan(monitor);
  if (plan.resources.length === 0 && !options.allowEmpty) throw new Error(NO_RESOURCES);
  return plan;
}

const NO_RESOURCES = `planStack: the program registered no resources.
  If it loads them with import() or require(): a module runs only once, so only the first plan has them. Export a function that creates the resources, and pass the function.
  If it is meant to have none: set allowEmpty: true.`;
