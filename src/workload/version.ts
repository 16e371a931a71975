import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { ConfigArgs } from "./config/args.js";

/** A Deployment that already exists, and becomes a side or a color unchanged. */
export interface ExistingDeployment {
  /** Its name. Required. */
  name: string;
  /** Its `spec.selector.matchLabels`, which can never change. Required. */
  selector: Record<string, string>;
}

/**
 * One version of the app: what a side or a color runs. Its `configMaps` and `secrets` replace the shared ones of the same
 * short name, and add others.
 */
export interface VersionArgs extends ConfigArgs {
  /**
   * Name of the version, such as `v1`. It becomes the label `app.kubernetes.io/version` of the Deployment and its pods, so it
   * must be a label value: at most 63 letters, digits, `-`, `_` and `.`. Required.
   */
  version: string;
  /** Image of this version, for the first container or the one that `container` names. Default: the template's. */
  image?: Input<string>;
  /** Name of the container that gets `image`. Default: the first container of the template. */
  container?: string;
  /** Pod template of this version, instead of the shared one. Default: the component's `template`. */
  template?: Input<input.core.v1.PodTemplateSpec>;
  /**
   * The Deployment that already runs this version, to take it over without a restart. It keeps its name and selector, and its
   * pods get neither labels nor a drain. `template` must therefore describe the pods as they run today, with the labels that
   * the Service selects. Leave it out for the next version, which then gets a Deployment that the component creates.
   * Default: none.
   */
  existing?: ExistingDeployment;
}
