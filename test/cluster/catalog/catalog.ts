import type { Entry, Group } from "./entry.js";
import { autoscalers } from "./groups/autoscalers.js";
import { controls } from "./groups/controls.js";
import { faults } from "./groups/faults.js";
import { kubeProxy } from "./groups/kubeProxy.js";
import { nodes } from "./groups/nodes.js";
import { releaseDriver } from "./groups/releaseDriver.js";
import { releases } from "./groups/releases.js";
import { routes } from "./groups/routes.js";

/** All scenarios, in the order in which a run takes them. A new scenario is an entry in one of the groups. */
export const GROUPS: readonly Group[] = [
  releases,
  nodes,
  routes,
  autoscalers,
  faults,
  kubeProxy,
  controls,
  releaseDriver,
];

export const ENTRIES: readonly Entry[] = GROUPS.flatMap(({ entries }) => entries);
