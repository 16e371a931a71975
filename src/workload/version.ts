import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { checkKeys, isRecord } from "../diagnostics/checks.js";
import type { Problems } from "../diagnostics/problems.js";
import { checkObjectName, checkSelector, checkVersion } from "../kubernetes/labels.js";
import type { ConfigArgs } from "./config/args.js";

/** A Deployment that stands already, and becomes a side or a colour as it is. */
export interface ExistingDeployment {
  /** Its name. Required. */
  name: string;
  /** Its `spec.selector.matchLabels`, which can never change. Required. */
  selector: Record<string, string>;
}

/**
 * One version of the app: what a side or a colour runs. Its `configMaps` and `secrets` replace the shared ones of the same
 * short name, and add others.
 */
export interface VersionArgs extends ConfigArgs {
  /**
   * Name of the version, such as `v1`. It becomes the label `app.kubernetes.io/version` of the Deployment and its pods,
   * so it must be a label value: at most 63 letters, digits, `-`, `_` and `.`. Required.
   */
  version: string;
  /** Image of this version. It goes to the first container, or to the one that `container` names. Default: the template's. */
  image?: Input<string>;
  /** Name of the container that gets `image`. Default: the first container of the template. */
  container?: string;
  /** Pod template of this version in place of the shared one. Default: the component's `template`. */
  template?: Input<input.core.v1.PodTemplateSpec>;
  /**
   * The Deployment that runs this version already, to take it over without a restart: it keeps its name and selector, and
   * its pods get neither labels nor a drain, so `template` must say what they run today, with the labels that the Service
   * selects. Leave it out with the next version, which then stands on a Deployment of the component's own. Default none.
   */
  existing?: ExistingDeployment;
}

const KEYS = Object.keys({
  version: true,
  image: true,
  container: true,
  template: true,
  existing: true,
  configMaps: true,
  secrets: true,
} satisfies Record<keyof VersionArgs, true>);

/** Refuses a version that is not described well enough to run; tells whether it may be read further. */
export function checkVersionArgs(problems: Problems, path: string, version: unknown): version is VersionArgs {
  if (!isRecord(version)) {
    const remedy = 'give { version: "v1", image: "…" }';
    problems.refuse({ path, value: version, problem: "is not a version", remedy });
    return false;
  }
  checkKeys(problems, path, version, KEYS);
  checkVersion(problems, `${path}.version`, version.version);
  if (version.container !== undefined && typeof version.container !== "string") {
    const remedy = "give the name of a container";
    problems.refuse({
      path: `${path}.container`,
      value: version.container,
      problem: "is not a name",
      remedy,
    });
  }
  if (version.existing !== undefined) checkExisting(problems, `${path}.existing`, version.existing);
  return true;
}

function checkExisting(problems: Problems, path: string, existing: unknown): void {
  if (!isRecord(existing) || !isRecord(existing.selector) || Object.keys(existing.selector).length === 0) {
    const remedy = "give { name: …, selector: { … } } as the Deployment has them";
    problems.refuse({ path, value: existing, problem: "does not say which Deployment", remedy });
    return;
  }
  checkKeys(problems, path, existing, ["name", "selector"]);
  checkObjectName(problems, `${path}.name`, existing.name);
  checkSelector(problems, `${path}.selector`, existing.selector);
}
