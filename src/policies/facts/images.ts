/** The parts of an image reference that identify a version. */
export interface ImageReference {
  readonly digest: boolean;
  readonly tag: string | undefined;
}

/** Parses a reference such as `registry:5000/app:tag@sha256:…`. */
export function parseImage(image: string): ImageReference {
  const [name = "", digest] = image.split("@");
  const last = name.slice(name.lastIndexOf("/") + 1); // a colon before the last slash is a port
  const colon = last.indexOf(":");
  return { digest: digest !== undefined, tag: colon < 0 ? undefined : last.slice(colon + 1) };
}

/**
 * Reports whether the reference may later mean another image: it has no digest, and no tag that names a
 * version.
 */
export function isMutable(image: string, mutableTags: readonly string[]): boolean {
  const { digest, tag } = parseImage(image);
  if (digest) return false;
  return tag === undefined || mutableTags.includes(tag) || !/\d/.test(tag);
}

/** Common tags that do not name a version. */
export const MUTABLE_TAGS = ["latest", "main", "master", "stable", "edge", "nightly", "dev"];
