import type { LiveContainer, LiveContainerStatus, LiveEvent, LiveTerminated } from "./objects.js";
import { type Reason, reasonOf, reasonText } from "./reason.js";

/** A container of a pod, for the search of what keeps the pod from being ready. */
export interface ContainerView {
  readonly status: LiveContainerStatus;
  /** The container in the pod's spec. */
  readonly spec: LiveContainer | undefined;
  /** How messages name it; empty for the only container of a pod. */
  readonly label: string;
  /** The pod's events, the newest last. */
  readonly events: readonly LiveEvent[];
}

/** Waiting reasons of a container that has nothing wrong yet; an event may know more. */
const STARTING = ["ContainerCreating", "PodInitializing"];
const PULL = [
  "ErrImagePull",
  "ImagePullBackOff",
  "ErrImageNeverPull",
  "InvalidImageName",
  "RegistryUnavailable",
];

/** Why a container is not running and ready; undefined if it is. */
export function containerReason(view: ContainerView): Reason | undefined {
  const { status } = view;
  const { waiting, terminated, running } = status.state ?? {};
  if (waiting) return named(view, waitingReason(view, waiting.reason ?? "Waiting", waiting.message));
  if (terminated) return named(view, endReason(terminated, status.restartCount));
  if (running && status.ready !== true) return named(view, probeReason(view));
  return undefined;
}

function waitingReason(view: ContainerView, reason: string, message: string | undefined): Reason {
  const last = view.status.lastState?.terminated;
  if (PULL.includes(reason)) return pullReason(view, reason, message);
  if (reason === "CrashLoopBackOff" && last) {
    return reasonOf("CrashLoopBackOff", reasonText(endReason(last, view.status.restartCount)));
  }
  if (STARTING.includes(reason)) {
    const event = warning(view.events, /^Failed(?!$)/);
    if (event) return reasonOf(event.reason ?? reason, event.message);
    return reasonOf(reason, message ?? pendingPull(view));
  }
  return reasonOf(reason, message);
}

/** The pull that has begun and not ended. A registry that does not answer shows in nothing else. */
function pendingPull({ spec, events }: ContainerView): string | undefined {
  const pulls = events.filter(
    ({ reason, message }) =>
      (reason === "Pulling" || reason === "Pulled") && message?.includes(`image "${spec?.image}"`),
  );
  const last = pulls.at(-1);
  return last?.reason === "Pulling" ? last.message : undefined;
}

/**
 * The image and the last error of the chain. Between two attempts, the kubelet reports `ImagePullBackOff`; an older one
 * without the error, which then is in an event.
 */
function pullReason({ status, spec, events }: ContainerView, reason: string, message = ""): Reason {
  const image = spec?.image ?? status.image ?? "";
  const isError = /rpc error|ErrImagePull|[Ff]ailed/.test(message);
  const text = isError ? message : (warning(events, /^(Failed|InspectFailed)$/, /image/)?.message ?? message);
  const word = reason === "ImagePullBackOff" ? "ErrImagePull" : reason;
  return reasonOf(image === "" ? word : `${word} ${image}`, withoutWrappers(text, image));
}

/** Removes the wrappers that repeat the image, so that the cause is left. */
function withoutWrappers(message: string, image: string): string {
  const chain = [
    /^Back-off pulling image "[^"]*"(: )?/,
    /^Failed to pull image "[^"]*": /,
    /^ErrImagePull: /,
    /^rpc error: code = \w+ desc = /,
    /^failed to pull and unpack image "[^"]*": /,
    /^failed to resolve (reference|image) "[^"]*": /,
  ];
  let rest = message.trim();
  for (let before = ""; before !== rest; ) {
    before = rest;
    for (const wrapper of chain) rest = rest.replace(wrapper, "");
  }
  return rest === image ? "" : rest;
}

/** How a container ended: `OOMKilled: exit code 137, 4 restarts`. */
function endReason({ reason, exitCode, signal, message }: LiveTerminated, restarts = 0): Reason {
  const facts = [
    ...(signal ? [`signal ${signal}`] : [`exit code ${exitCode ?? "unknown"}`]),
    ...(restarts > 0 ? [restarts === 1 ? "1 restart" : `${restarts} restarts`] : []),
  ];
  const details = message ? `: ${message}` : "";
  return reasonOf(reason ?? "Terminated", `${facts.join(", ")}${details}`);
}

/** Why a running container is not ready: a probe, whose last answer is in an event. */
function probeReason({ status, events }: ContainerView): Reason {
  const startup = status.started === false;
  const kind = startup ? "Startup" : "Readiness";
  const failed = warning(events, /^(Unhealthy|ProbeError)$/, new RegExp(`^${kind} probe`));
  const last = status.lastState?.terminated;
  const restarted = last && `; before, it ended: ${reasonText(endReason(last, status.restartCount))}`;
  const message = failed?.message ?? `the ${kind.toLowerCase()} probe has not succeeded yet`;
  return reasonOf(failed?.reason ?? "Unhealthy", `${message.trim()}${restarted ?? ""}`);
}

function named({ label }: ContainerView, { reason, message }: Reason): Reason {
  return label === "" ? { reason, message } : { reason: `${label}: ${reason}`, message };
}

/** The newest warning with this reason and message. */
export function warning(
  events: readonly LiveEvent[],
  reason: RegExp,
  message = /(?:)/,
): LiveEvent | undefined {
  const matching = events.filter(
    (event) =>
      event.type !== "Normal" && reason.test(event.reason ?? "") && message.test(event.message ?? ""),
  );
  return matching.at(-1);
}
