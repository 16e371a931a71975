import { objectOf } from "../facts/objects.js";
import { requireKnown } from "../facts/unknown.js";
import { workloadOf } from "../facts/workloads.js";
import { flagLimit, wordsLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";
import { isMutable, MUTABLE_TAGS, parseImage } from "./imageTags.js";

/** What was tried is what runs: an image is named by its digest, or by a tag that is a version. */
export const noMutableImages = resourcePolicy({
  name: "no-mutable-images",
  description:
    "Every image is named by a digest or a version, so that the same name means the same image tomorrow.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Use a tag that is a version, such as app:1.4.2, or better a digest, such as app@sha256:….",
  url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  limits: {
    mutableTags: wordsLimit("Tags that name no version; a tag without a digit never does.", MUTABLE_TAGS),
    requireDigest: flagLimit("Whether a digest is required, as a version can be pushed again.", false),
  },
  check(resource, { mutableTags, requireDigest }, reporter) {
    const object = objectOf(resource);
    const workload = object && workloadOf(object);
    if (!workload) return;
    for (const container of workload.containers) {
      reporter.attempt(() => {
        const image = requireKnown(container.image);
        if (image === undefined) return; // the API server refuses it; there is no tag to judge
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
              : `has the tag ${tag}, which names no version`;
          reporter.report({ ...where, problem, remedy: "use a version or a digest" });
        } else if (requireDigest && !parseImage(image).digest) {
          reporter.report({
            ...where,
            problem: "has no digest",
            remedy: "add @sha256:… of the image that was tried",
          });
        }
      });
    }
  },
});
