import { isMutable, MUTABLE_TAGS, parseImage } from "../facts/images.js";
import { requireKnown } from "../facts/unknown.js";
import { workloadIn } from "../facts/workloads.js";
import { flagLimit, wordsLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

/** Kinds whose pods end by themselves. */
const SHORT_LIVED = ["Job", "CronJob"];

/**
 * Makes sure that the tested image is the one that runs, on every node and at any time: a pod that serves may start
 * again at any moment, next to pods that started earlier. An init container and a job run once and then end, so they
 * are judged only on request.
 */
export const noMutableImages = resourcePolicy({
  name: "no-mutable-images",
  description:
    "The image of every container that keeps running has a digest or a tag that names a version, so that all pods run the same one.",
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
    shortLived: flagLimit("Whether init containers, Jobs and CronJobs are judged too.", false),
  },
  check(resource, { mutableTags, requireDigest, shortLived }, reporter) {
    const workload = workloadIn(resource);
    if (!workload) return;
    const judged = workload.containers.filter(
      ({ role }) => shortLived || (role !== "init" && !SHORT_LIVED.includes(workload.kind)),
    );
    for (const container of judged) {
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
