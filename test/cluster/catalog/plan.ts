import type { Skipped } from "../report/result.js";
import { isGuests, type ProxyMode } from "../settings.js";
import { GROUPS } from "./catalog.js";
import type { Entry, Group } from "./entry.js";
import { isWanted, wordsOf } from "./wanted.js";

/** What decides which scenarios a run takes. */
export interface Wish {
  readonly modes: readonly ProxyMode[];
  readonly nodes: number;
  readonly only?: string;
  /** Every scenario in every mode. */
  readonly long: boolean;
}

/** The scenarios of a run in one of its modes: those it was asked for, or, in a short run, those that say so. */
export function entriesIn(mode: ProxyMode, wish: Wish, groups = GROUPS): Entry[] {
  return asked(wish, groups).filter(
    (entry) => isTaken(entry, mode, wish) && lack(entry, mode, wish) === undefined,
  );
}

/** Whether a run takes a scenario that needs this part, which has to be built. */
export function isNeeded(part: "gateway" | "metrics", wish: Wish, groups = GROUPS): boolean {
  return wish.modes.flatMap((mode) => entriesIn(mode, wish, groups)).some(({ needs }) => needs?.[part]);
}

/** The scenarios that a run was asked for and takes in none of its modes. */
export function skippedOf(wish: Wish, groups = GROUPS): Skipped[] {
  return asked(wish, groups).flatMap((entry) => {
    const modes = wish.modes.filter((mode) => isTaken(entry, mode, wish));
    const lacks = modes.map((mode) => lack(entry, mode, wish));
    const [why] = lacks;
    return why !== undefined && !lacks.includes(undefined) ? [{ scenario: entry.name, why }] : [];
  });
}

/** Scenarios of a cluster that is there. */
export function foreignEntries(only: string | undefined, groups = GROUPS): Entry[] {
  return asked({ only }, groups).filter(({ foreign }) => foreign);
}

function asked({ only }: Pick<Wish, "only">, groups: readonly Group[]): Entry[] {
  if (only === undefined) return groups.flatMap(({ entries }) => entries);
  const words = wordsOf(only);
  return groups.flatMap((group) =>
    group.entries.filter((entry) => words.some((word) => isWanted(word, entry, group))),
  );
}

/** Whether a run takes it in this mode where nothing is lacking. */
function isTaken({ short, ipvs }: Entry, mode: ProxyMode, { only, long, modes }: Wish): boolean {
  if (only !== undefined) return true;
  const guest = isGuests(mode);
  const when = guest ? ipvs : long ? "all" : short;
  if (when === "first") return mode === modes.find((each) => isGuests(each) === guest);
  return when === "all" || (when === "long" && long);
}

/** What a scenario needs that a run in this mode does not have. */
function lack({ needs = {} }: Entry, mode: ProxyMode, { nodes }: Wish): string | undefined {
  if (needs.nodes !== undefined && needs.nodes !== nodes)
    return `needs ${needs.nodes} nodes: --nodes ${needs.nodes}`;
  if (needs.modes === "ipvs" && !isGuests(mode)) return "needs kube-proxy in mode ipvs: --modes ipvs-rr";
  if (needs.modes === "node" && isGuests(mode)) return "needs kube-proxy in another mode: --modes nftables";
  return undefined;
}
