/** What an image reference says about which image it is. */
export interface ImageReference {
  readonly digest: boolean;
  readonly tag: string | undefined;
}

/** Reads `registry:5000/app:tag@sha256:…`. */
export function parseImage(image: string): ImageReference {
  const [name = "", digest] = image.split("@");
  const last = name.slice(name.lastIndexOf("/") + 1); // a colon before the last slash is a port
  const colon = last.indexOf(":");
  return { digest: digest !== undefined, tag: colon < 0 ? undefined : last.slice(colon + 1) };
}

/** True when another image may appear under the same reference: no digest, and a tag that names no version. */
export function isMutable(image: string, mutableTags: readonly string[]): boolean {
  const { digest, tag } = parseImage(image);
  if (digest) return false;
  return tag === undefined || mutableTags.includes(tag) || !/\d/.test(tag);
}

/** Tags that name no version, whatever they look like. */
export const MUTABLE_TAGS = ["latest", "main", "master", "stable", "edge", "nightly", "dev"];
