import { readFileSync } from "node:fs";
import type { PackConfiguration } from "../../policies/framework/configuration.js";
import { isKubernetesObject } from "../engine/kubernetesProvider.js";
import type { PlannedResource } from "../engine/resources.js";
import { isRoot } from "../engine/urn.js";
import { Failure, messageOf } from "../failure.js";
import { inOrder } from "./analysis.js";
import { judgeResource, judgeStack, remediate } from "./judge.js";
import { Pack, type PackSettings } from "./pack.js";
import type { PackViolation, PolicyResult } from "./result.js";
import type { Violation } from "./violation.js";

/** A pack and the file with its configuration. */
export interface PackSource {
  readonly directory: string;
  readonly configuration?: string | undefined;
}

/**
 * Policy packs that judge a running program. They remediate and judge each resource when it is registered, and the
 * stack at the end. Starting takes a second, so it begins at once, and the first resource waits for it.
 */
export class PolicyPacks {
  readonly #started: Promise<Pack[]>;
  readonly #violations: PackViolation[] = [];

  constructor(sources: readonly PackSource[], settings: PackSettings) {
    const starts = sources.map(async ({ directory, configuration }) =>
      Pack.start(
        directory,
        configuration === undefined ? {} : readPackConfiguration(configuration),
        settings,
      ),
    );
    this.#started = startAll(starts);
    this.#started.catch(() => undefined); // the first caller that waits receives the error
  }

  /** Resolves when every pack runs. Rejects with the Failure of the first one that cannot start. */
  async started(): Promise<void> {
    await this.#started;
  }

  /** Judges a resource before anything else reads it. A remediation changes its inputs. */
  async registered(resource: PlannedResource, resources: readonly PlannedResource[]): Promise<void> {
    const packs = await this.#started;
    // All packs remediate before any judges, so that each judges the object that will be created.
    for (const pack of packs) this.#note(pack, await remediate(pack, resource, resources));
    for (const pack of packs) this.#note(pack, await judgeResource(pack, resource, resources));
  }

  /** Judges the stack as a whole after the program has ended. Returns everything found in the run. */
  async finish(resources: readonly PlannedResource[]): Promise<PolicyResult> {
    const packs = await this.#started;
    const root = resources.find(({ urn }) => isRoot(urn));
    for (const pack of packs) {
      const found = await judgeStack(pack, resources);
      // As in the CLI, a violation without a resource is about the stack.
      this.#note(
        pack,
        found.map((one) => (one.urn ? one : { ...one, urn: root?.urn, name: root?.name ?? "" })),
      );
    }
    const judged = resources.filter(isJudged).length;
    const violating = (level: Violation["level"]) =>
      new Set(
        this.#violations.filter((one) => one.level === level).map(({ pack, policy }) => `${pack} ${policy}`),
      );
    const failed = violating("mandatory");
    const advised = [...violating("advisory")].filter((policy) => !failed.has(policy));
    const enabled = packs.flatMap((pack) =>
      pack.policies.filter((policy) => policy.enforcementLevel !== "disabled"),
    );
    return {
      packs: packs.map(({ name, version, policies }) => ({ name, version, policies: policies.length })),
      violations: inOrder(this.#violations) as PackViolation[],
      judged,
      passed: judged === 0 ? 0 : enabled.length - advised.length - failed.size,
      advised: advised.length,
      failed: failed.size,
    };
  }

  /** Stops every pack, including one that is still starting. */
  stop(): void {
    this.#started.then(
      (packs) => {
        for (const pack of packs) pack.stop();
      },
      () => undefined,
    );
  }

  #note(pack: Pack, violations: readonly Violation[]): void {
    for (const violation of violations) {
      const policy = pack.policies.find(({ name }) => name === violation.policy);
      const { remediationSteps = "", url = "" } = policy ?? {};
      this.#violations.push({ ...violation, pack: pack.name, remediationSteps, url });
    }
  }
}

/** False for what has no content to judge: components, providers, and what only a provider expands, such as a chart. */
function isJudged({ custom, read, type, inputs }: PlannedResource): boolean {
  if (!custom || read || type.startsWith("pulumi:")) return false;
  return !type.startsWith("kubernetes:") || isKubernetesObject(type, inputs);
}

/** Reads the file of --policy-pack-config: JSON with a level or an object of limits for each policy. */
function readPackConfiguration(file: string): PackConfiguration {
  let value: unknown;
  try {
    const text = readFileSync(file, "utf8");
    value = text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    throw new Failure(`--policy-pack-config ${file} cannot be read: ${messageOf(error)}`, 2);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Failure(`--policy-pack-config ${file} is not an object of policies`, 2);
  }
  if ("environments" in value) {
    throw new Failure(
      `${file}: environments are resolved by Pulumi Cloud, which an offline preview does not contact`,
    );
  }
  return value as PackConfiguration;
}

/** All packs or none: when one cannot start, the others are stopped. */
async function startAll(starts: readonly Promise<Pack>[]): Promise<Pack[]> {
  const settled = await Promise.allSettled(starts);
  const packs = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const refused = settled.find((one) => one.status === "rejected");
  if (!refused) return packs;
  for (const pack of packs) pack.stop();
  throw refused.reason;
}
