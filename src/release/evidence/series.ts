/** One value of a series. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly value: number;
}

/** The raw samples of one series, in the order of time. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly Sample[];
}

/** From when on the samples mean nothing, and why. */
export interface Flaw {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What is wrong, and what to do. */
  readonly problem: string;
}

/** The flaw that comes first. */
export function firstFlaw(flaws: readonly (Flaw | undefined)[]): Flaw | undefined {
  return flaws.reduce((a, b) => (a === undefined || (b && b.time < a.time) ? b : a), undefined);
}

/** What identifies the process that a series comes from: Prometheus' own labels, and those that people add by convention. */
const TARGET_LABELS = ["job", "namespace", "pod", "container", "instance"];

/**
 * The target of a series. All series of one target are read by the same scrape. Series without any label of a target, such
 * as those of a recording rule, share one.
 */
export function targetOf({ labels }: Series): string {
  return keyOf(labels, (label) => TARGET_LABELS.includes(label));
}

/** A text that is the same for the same labels, in any order. */
export function keyOf(
  labels: Readonly<Record<string, string>>,
  wanted: (label: string) => boolean = () => true,
): string {
  return JSON.stringify(
    Object.keys(labels)
      .filter(wanted)
      .sort()
      .map((label) => [label, labels[label]]),
  );
}

/** The labels in which copies of a series differ that two jobs, or two replicas of Prometheus, have scraped. */
const COPY_LABELS = ["job", "prometheus", "prometheus_replica", "__replica__"];
/** Labels that two jobs for one pod may give it too. */
const JOB_LABELS = ["service", "endpoint"];

/**
 * Why the series count every event twice: the same port of the same pod is in the answer more than once at the same time.
 * Counted twice, evidence looks stronger than it is.
 */
export function duplicatesIn(series: readonly Series[]): Flaw | undefined {
  const seen = new Map<string, Series[]>();
  for (const one of series) {
    if (one.labels.instance === undefined) continue;
    const key = keyOf(one.labels, (label) => !COPY_LABELS.includes(label) && !JOB_LABELS.includes(label));
    const copies = seen.get(key) ?? [];
    for (const other of copies) {
      const label = COPY_LABELS.find((name) => other.labels[name] !== one.labels[name]);
      const time = label === undefined ? undefined : startOfOverlap(other, one);
      if (label === undefined || time === undefined) continue;
      const values = [other, one].map(({ labels }) => JSON.stringify(labels[label] ?? ""));
      const problem =
        `counts each event of ${one.labels.instance} more than once, for ${label} ${values.join(" and ")}; ` +
        `add ${label}=${values[0]} to the selector`;
      return { time, problem };
    }
    seen.set(key, [...copies, one]);
  }
  return undefined;
}

/** Since when both have samples. A job that was renamed ends before its successor begins. */
function startOfOverlap({ samples: a }: Series, { samples: b }: Series): number | undefined {
  const start = Math.max(a[0]?.time ?? 0, b[0]?.time ?? 0);
  const end = Math.min(a.at(-1)?.time ?? 0, b.at(-1)?.time ?? 0);
  return start < end ? start : undefined;
}
