import { madeBy } from "../facts/components.js";
import { objectOf } from "../facts/objects.js";
import { getPath } from "../facts/unknown.js";
import { wordsLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

/**
 * Prevents the deletion of a patch of kube-proxy's objects, which also deletes the patched fields: without
 * its file, kube-proxy does not start. The option retainOnDelete prevents that as well, but policies do not
 * see it.
 */
export const kubeProxyPatchKept = resourcePolicy({
  name: "kube-proxy-patch-kept",
  description:
    "A patch of kube-proxy's ConfigMap or DaemonSet is protected, because deleting it deletes the patched fields.",
  enforcementLevel: "advisory",
  severity: "high",
  remediationSteps:
    "Set the options retainOnDelete and protect on the patch. retainOnDelete alone is enough, but policies do not see it.",
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
    if (madeBy(resource) === "KubeProxyConfig") return; // it sets retainOnDelete
    const name = getPath(object.value, "metadata", "name");
    if (!names.includes(String(name))) return;
    reporter.report({
      title: object.title,
      path: "options.protect",
      problem:
        "is not set, so destroying the stack may delete the patched fields, without which kube-proxy does not start",
      remedy: "set it together with retainOnDelete",
    });
  },
});
