/** An intended difference between the library's verdict and kube-proxy's. */
export interface Difference {
  readonly why: string;
  /** Whether it explains this line of the library, or this error of kube-proxy. */
  matches(line: string, mode: string): boolean;
}

/** What the library refuses although kube-proxy accepts the file. */
export const STRICTER: readonly Difference[] = [
  about(/^ipvs\.scheduler: /, "kube-proxy does not look at the scheduler until it starts, and exits then"),
  about(/: null is not a value/, "null is read as not given; in a program it is a value that got lost"),
  about(
    /has a fraction of a second/,
    "the fraction is cut off without a word; 500ms becomes 0, which means leave it alone",
  ),
  about(
    /kube-proxy reads 0 as its default/,
    "0 is read as the default, and was meant to turn the period off",
  ),
  about(
    /^(metrics|healthz)BindAddress: "" /,
    "empty is read as the default, and was meant to turn the server off",
  ),
  about(/: "" is not/, "empty is read as the default, which leaving the field out says plainly"),
  about(/^mode: is required/, "the default of kube-proxy changes from iptables to nftables in 1.40"),
  about(/"(0\d|[^"]*:0\d|[^"]*\/0\d)/, "leading zeros are octal to some readers and decimal to Go"),
  about(
    /^logging\.flushFrequency: \d+ is not a Go duration/,
    "a bare number is nanoseconds here and refused elsewhere",
  ),
  about(
    /^clusterCIDR: /,
    "is not looked at in another detectLocalMode, and would end kube-proxy once that is changed",
  ),
  about(
    /is not a field of kube-proxy|^\w+: was removed|^[\w.]+: is not part of the file/,
    "kube-proxy only logs what it does not know and goes on without it",
  ),
  about(/^conntrack\.max: /, "kube-proxy only logs what it does not know and goes on without it"),
  about(/^logging\.vmodule/, "a missing verbosity is read as 0, and an unknown key is only logged"),
  {
    why: "a field of another mode is not looked at, and would end kube-proxy once the mode is changed",
    matches: (line, mode) => {
      const section = /^(ipvs|iptables|nftables)\./.exec(line)?.[1];
      return section !== undefined && section !== mode;
    },
  },
];

/** What the library accepts although this kube-proxy refuses it. Each depends on the version, which the arguments do not have. */
export const VERSION_DEPENDENT: readonly Difference[] = [
  about(/unrecognized feature gate/, "each version has its own gates"),
  about(/invalid showHiddenMetricsForVersion/, "only the previous minor version is accepted"),
];

function about(text: RegExp, why: string): Difference {
  return { why, matches: (line) => text.test(line) };
}
