import { url } from "./checks.js";
import { duration, flag, map, percent, type Schema, text } from "./values.js";

const SELECTOR = 'give a series selector, such as \'http_requests_total{app="myapp",track="$side"}\'';
const SIDES = "In PromQL, $side is the side (stable, canary or a color) and $version its version.";

function probe(description: string, address: Schema): Schema {
  return map({ description }, { canary: address, stable: address }, { required: ["canary", "stable"] });
}

const tcpAddress: Schema = {
  type: "string",
  pattern: "^(\\[[0-9A-Fa-f:.]+\\]|[^\\s:/@]+):\\d{1,5}$",
  errorMessage: "give host:port, such as myapp-canary:5432",
  description: "host:port",
};

const sources: Readonly<Record<string, Schema>> = {
  bad: text({ description: `Selects the counter of bad events in Prometheus. ${SIDES}` }, SELECTOR),
  total: text({ description: `Selects the counter of all events in Prometheus. ${SIDES}` }, SELECTOR),
  histogram: text(
    {
      description: `Selects a histogram in Prometheus, by its name without _bucket. Bad events are those slower than slowerThan. ${SIDES}`,
      examples: ['http_request_duration_seconds{app="myapp",track="$side"}'],
    },
    SELECTOR,
  ),
  slowerThan: duration({
    description: "What counts as slow. It must be the bound of one of the histogram's buckets.",
    examples: ["300ms"],
  }),
  http: probe(
    "Addresses that the driver itself requests, for apps that measure nothing. Bad is an HTTP status of 500 or more, or none.",
    url("Address of one side, without the other one's pods."),
  ),
  tcp: probe("Addresses that the driver itself connects to. Bad is a connection that fails.", tcpAddress),
  command: text(
    {
      description:
        'A shell command that prints {"canary": {"bad": 1, "total": 90}, "stable": {"bad": 2, "total": 900}}.',
      examples: ["./login-counts.sh"],
    },
    "give a shell command",
  ),
  perSecond: {
    type: "number",
    exclusiveMinimum: 0,
    maximum: 100,
    default: 5,
    errorMessage: "give a number above 0, up to 100",
    description: "Probes of each side in a second.",
  },
  timeout: duration({ description: "Longest time. Default: 2s for a probe, 10s for a command." }),
  window: duration({
    description:
      "The time that each run of the command counts, from 1s to 10m. Default: 1m, or evidence.window if that is longer.",
    examples: ["10s"],
  }),
  lag: duration({
    description:
      "How long after the end of a window the command runs, because monitoring systems take in data late. Default: 1m.",
    examples: ["0s"],
  }),
};

const rule: Readonly<Record<string, Schema>> = {
  worseThan: {
    type: "number",
    exclusiveMinimum: 1,
    maximum: 100,
    default: 2,
    errorMessage: "give a number above 1, up to 100",
    description: "How many times as bad as the stable side is a failure.",
  },
  ceiling: percent({
    description:
      "The new version fails when its own rate is proven to be above, whatever the stable side does. At weight 100 and after a flip, where no stable side is left, it passes when its rate is proven to be below.",
    examples: ["5%"],
  }),
  negligible: percent({
    description:
      "The new version also passes when its own rate is proven to be below, because too few errors happen to compare them. 0 turns it off.",
    default: "0.5%",
  }),
};

const indicator = map(
  {
    description:
      "Bad events and all events of each side, from one source: bad and total, histogram and slowerThan, http, tcp, or command.",
  },
  {
    name: {
      type: "string",
      pattern: "^[a-z][a-z0-9-]*$",
      errorMessage: "give a name of lower-case letters, digits and -, such as errors",
      description: "Name in every view. Unique.",
    },
    ...sources,
    ...rule,
  },
  {
    required: ["name"],
    oneOf: [
      { required: ["bad", "total"] },
      { required: ["histogram", "slowerThan"] },
      { required: ["http"] },
      { required: ["tcp"] },
      { required: ["command"] },
    ],
  },
);

/** What a release is judged by. */
export const evidence: Schema = map(
  { title: "Evidence", description: "What a release is judged by.", default: {} },
  {
    prometheus: map(
      {
        description:
          "Prometheus, for indicators with bad and total or histogram. The login comes from the environment: PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD.",
      },
      { url: url("The address of its API.") },
      { required: ["url"] },
    ),
    indicators: {
      type: "array",
      description:
        "Pairs of counters for each side. To go on, all of them must pass; one that fails rolls back.",
      errorMessage: "give a list of indicators",
      default: [],
      items: indicator,
    },
    pods: flag({
      description: "Whether crashes, OOM kills and pods that stop being ready count. Needs no monitoring.",
      default: true,
    }),
    falseAlarm: percent({
      description:
        "Highest probability to roll back a version that is no worse, in the whole release. All indicators share it.",
      default: "1%",
    }),
    miss: percent({
      description:
        "Highest probability that a step passes although the version is worseThan times as bad, for each indicator.",
      default: "5%",
    }),
    window: duration({ description: "The unit of counting, from 1s to 10m.", default: "15s" }),
    warmUp: duration({
      description:
        "Time after a step is ready that does not count, because pods that have just started are slow.",
      default: "30s",
    }),
    giveUpAfter: duration({
      description:
        "How long evidence may be unreadable before a run ends with exit code 3. The weight stays.",
      default: "10m",
    }),
  },
);
