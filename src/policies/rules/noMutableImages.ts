import { isMutable, MUTABLE_TAGS, parseImage } from "../facts/images.js";
import { requireKnown } from "../facts/unknown.js";
import { workloadIn } from "../facts/workloads.js";
import { flagLimit, wordsLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

/** Makes sure that the tested image is the one that runs, on every node and at any time. */
export const noMutableImages = resourcePolicy({
  name: "no-mutable-images",
  description:
    "Every image has a digest or a tag that names a version, so that the reference always means the same image.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Use a tag that names a version, such as app:1.4.2, or a digest, such as app@sha256:…, which cannot change.",
  url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  limits: {
    mutableTags: wordsLimit(
      "Tags that do not name a version. A tag without a digit never does.",
      MUTABLE_TAGS,
    ),
    requireDigest: flagLimit("Whether a digest is required, because a version can be pushed again.", false),
  },
  check(resource, { mutableTags, requireDigest }, reporter) {
    const workload = workloadIn(resource);
    if (!workload) return;
    for (const container of workload.containers) {
      reporter.attempt(() => {
        const image = requireKnown(container.image);
        if (image === undefined) return; // the API server refuses a container without an image
        const where = {
          title: workload.title,
          path: `${container.path}.image`,
          value: image,
        };
        if (isMutable(image, mutableTags)) {
          const tag = parseImage(image).tag;
          const problem =
            tag === undefined
              ? "has no tag, which means latest"
              : `has the tag ${tag}, which does not name a version`;
          reporter.report({ ...where, problem, remedy: "use a version or a digest" });
        } else if (requireDigest && !parseImage(image).digest) {
          reporter.report({
            ...where,
            problem: "has no digest",
            remedy: "add @sha256:… of the tested image",
          });
        }
      });
    }
  },
});
