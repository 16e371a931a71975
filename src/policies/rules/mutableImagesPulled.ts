import { isMutable, MUTABLE_TAGS } from "../facts/images.js";
import { requireKnown } from "../facts/unknown.js";
import { workloadIn } from "../facts/workloads.js";
import { wordsLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";
import { withContainers } from "../framework/remediation.js";

/** Where mutable tags are allowed, makes every node run the same image, not a copy that it pulled earlier. */
export const mutableImagesPulled = resourcePolicy({
  name: "mutable-images-pulled",
  description:
    "An image whose tag may change is pulled at every start, so that all nodes run the same image.",
  enforcementLevel: "advisory",
  severity: "medium",
  remediationSteps:
    'Set imagePullPolicy to "Always", or use a tag that names a version. The level "remediate" sets the pull policy.',
  url: "https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy",
  limits: {
    mutableTags: wordsLimit(
      "Tags that do not name a version. A tag without a digit never does.",
      MUTABLE_TAGS,
    ),
  },
  check(resource, { mutableTags }, reporter) {
    const workload = workloadIn(resource);
    if (!workload) return;
    for (const container of workload.containers) {
      reporter.attempt(() => {
        const image = requireKnown(container.image);
        if (image === undefined || !isMutable(image, mutableTags)) return;
        const policy = requireKnown(container.imagePullPolicy);
        if (policy === "Always" || (policy === undefined && pulledByDefault(image))) return;
        reporter.report({
          title: workload.title,
          path: `${container.path}.imagePullPolicy`,
          value: policy ?? "IfNotPresent",
          problem: `lets nodes run different copies of ${image}`,
          remedy: 'set it to "Always", or use a tag that names a version',
        });
      });
    }
  },
  remediate: (resource, { mutableTags }) =>
    withContainers(resource, (container) => {
      const { image, imagePullPolicy } = container;
      if (typeof image !== "string" || !isMutable(image, mutableTags)) return undefined;
      if (imagePullPolicy === "Always" || (imagePullPolicy === undefined && pulledByDefault(image)))
        return undefined;
      return { imagePullPolicy: "Always" };
    }),
});

/** Reports whether Kubernetes pulls the image at every start: it does for `latest`, set or implied. */
function pulledByDefault(image: string): boolean {
  const last = image.slice(image.lastIndexOf("/") + 1);
  return !last.includes(":") || last.endsWith(":latest");
}
