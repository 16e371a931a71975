/** Why something in the cluster is not as it should be. */
export interface Reason {
  /** A word of Kubernetes: `ErrImagePull`, `Unschedulable`, `OOMKilled`. */
  readonly reason: string;
  /** The details in one line; empty where the word is all that is known. */
  readonly message: string;
}

/** Longest message of a reason. */
const LONGEST = 240;

/** A reason with its message in one line of bearable length. */
export function reasonOf(reason: string, message: string | undefined): Reason {
  return { reason, message: shorten(message ?? "") };
}

/** A reason as text: `Unschedulable: 0/3 nodes are available: 3 Insufficient cpu.` */
export function reasonText({ reason, message }: Reason): string {
  return message === "" ? reason : `${reason}: ${message}`;
}

/** One line; the middle of a long one is left out, because chains of errors name the object first and the cause last. */
export function shorten(text: string, longest = LONGEST): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = Array.from(line);
  if (characters.length <= longest) return line;
  const head = Math.floor((longest - 3) / 2);
  const tail = longest - 3 - head;
  return `${characters.slice(0, head).join("").trimEnd()} … ${characters.slice(-tail).join("").trimStart()}`;
}
