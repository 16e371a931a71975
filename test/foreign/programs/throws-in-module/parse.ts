/** Parses a number of replicas. */
export function parse(text: string): number {
  return ["replicas"].map((key) => {
    if (Number.isNaN(Number(text))) throw new TypeError(`${key}: ${text} is no number`);
    return Number(text);
  })[0];
}
