import { madeBy } from "../facts/components.js";
import { objectOf } from "../facts/objects.js";
import { getPath } from "../facts/unknown.js";
import { wordsLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

/**
 * Deleting a patch of kube-proxy's objects takes the patched fields away, and without its file kube-proxy does not start.
 * retainOnDelete prevents it, but Pulumi shows that option to no policy; protect prevents it too, and is shown.
 */
export const kubeProxyPatchKept = resourcePolicy({
  name: "kube-proxy-patch-kept",
  description:
    "A patch of kube-proxy's ConfigMap or DaemonSet is protected: deleting it would take its fields away.",
  enforcementLevel: "advisory",
  severity: "high",
  remediationSteps:
    "Set the options retainOnDelete and protect on the patch. retainOnDelete alone is enough, but no policy can see it.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
  limits: {
    names: wordsLimit("Names of kube-proxy's ConfigMaps and DaemonSets.", [
      "kube-proxy",
      "kube-proxy-config",
    ]),
  },
  check(resource, { names }, reporter) {
    const object = objectOf(resource);
    if (!object || !/^(ConfigMap|DaemonSet)Patch$/.test(object.kind) || resource.opts.protect) return;
    if (madeBy(resource) === "KubeProxyConfig") return; // sets retainOnDelete itself
    const name = getPath(object.value, "metadata", "name");
    if (!names.includes(String(name))) return;
    reporter.report({
      title: object.title,
      path: "options.protect",
      problem:
        "is not set, so destroying the stack may take the patched fields away and keep kube-proxy from starting",
      remedy: "set it beside retainOnDelete",
    });
  },
});
