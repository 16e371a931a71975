import type { Terminal } from "../../preview/screen/terminal.js";
import { type Outcome, runRelease } from "../driver/run.js";
import { randomOf } from "../judgement/random.js";
import type { ReleaseSpec } from "../spec/spec.js";
import { viewOf } from "../view/live.js";
import type { Behavior } from "./traffic.js";
import { World } from "./world.js";

/** What the demonstration shows. */
export interface DemoOptions {
  /** `good`, `errors` or `load`. Default: all of them, one after another. */
  readonly version?: string | undefined;
  readonly seed: number;
}

interface Demonstration {
  readonly kind: string;
  readonly to: string;
  readonly about: string;
  readonly behavior: Behavior;
  readonly end: Outcome["as"];
}

const DEMONSTRATIONS: readonly Demonstration[] = [
  {
    kind: "good",
    to: "v2",
    about: "v2 has as few errors as v1: 0.5 %. It is promoted.",
    behavior: { errorRate: () => 0.005 },
    end: "promoted",
  },
  {
    kind: "errors",
    to: "v3",
    about: "v3 has 4 % errors instead of 0.5 %. It is rolled back.",
    behavior: { errorRate: () => 0.04 },
    end: "rolledBack",
  },
  {
    kind: "load",
    to: "v4",
    about: "v4 is fine until it gets half of the requests. It is rolled back there.",
    behavior: { errorRate: (weight) => (weight >= 50 ? 0.06 : 0.005) },
    end: "rolledBack",
  },
];

/** Requests per second, to all versions together. */
const PER_SECOND = 300;
/** Milliseconds that one simulated second takes on a screen: all releases together take half a minute. */
const PACE = 18;
/** Milliseconds on a screen to read what is announced, and how it ended. */
const READING = 1500;

const SPEC: ReleaseSpec = {
  component: "myapp",
  release: {
    kind: "canary",
    config: { weight: "canaryWeight", stable: "stableVersion", canary: "canaryVersion" },
    steps: [5, 20, 50, 100].map((weight) => ({ weight, atLeast: 0, approve: false })),
  },
  checks: [],
  evidence: {
    indicators: [{ name: "errors", source: "counters", bad: "", total: "", worseThan: 2, negligible: 0 }],
    pods: true,
    falseAlarm: 0.01,
    miss: 0.05,
    window: 15,
    warmUp: 0,
    giveUpAfter: 600,
  },
  deadline: 7200,
  onUndecided: "wait",
};

/**
 * Plays releases on simulated traffic, on the same screen and with the same decisions as the real ones. Resolves with 0
 * when each release has ended as announced, and with 1 otherwise.
 */
export async function playDemo({ version, seed }: DemoOptions, terminal: Terminal): Promise<number> {
  const played = DEMONSTRATIONS.filter(({ kind }) => version === undefined || kind === version);
  const isScreen = terminal.screen() !== undefined;
  const read = () => (isScreen ? pause(READING) : undefined);
  let code = 0;
  for (const one of played) {
    terminal.print(`A release on simulated traffic: ${one.about}`, "");
    await read();
    const ended = await play(one, seed, terminal, isScreen);
    terminal.print("", `${one.to} was ${ended === "promoted" ? "promoted" : "rolled back"}.`, "");
    if (ended !== one.end) code = 1;
    await read();
  }
  terminal.print("The same on your stack: docs/release.md starts with a file of three lines.");
  return code;
}

async function play(
  { to, behavior }: Demonstration,
  seed: number,
  terminal: Terminal,
  isScreen: boolean,
): Promise<Outcome["as"]> {
  const world = new World({
    behaviors: { v1: { errorRate: () => 0.005 }, [to]: behavior },
    perSecond: PER_SECOND,
    random: randomOf(seed),
    config: { canaryWeight: "0", stableVersion: "v1", canaryVersion: to },
    keys: { weight: "canaryWeight", stable: "stableVersion", canary: "canaryVersion" },
    pace: isScreen ? steadily() : undefined,
  });
  const view = viewOf(terminal, true);
  const { as } = await runRelease(SPEC, world.ports, {
    stopped: new AbortController().signal,
    onStatus: view.status,
    onNote: view.note,
  });
  return as;
}

/** Waits for a part of each simulated time. On a slow machine, the next ones make up for it. */
function steadily(): (milliseconds: number) => Promise<void> {
  let due = performance.now();
  return (milliseconds) => {
    due += (PACE * milliseconds) / 1000;
    return pause(Math.max(0, due - performance.now()));
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
