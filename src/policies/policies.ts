import type { Policies } from "@pulumi/policy";
import { activeSideFullSize } from "./rules/activeSideFullSize.js";
import { awaitReadiness } from "./rules/awaitReadiness.js";
import { canaryAchievedShare } from "./rules/canaryAchievedShare.js";
import { canaryShareUndistorted } from "./rules/canaryShareUndistorted.js";
import { canaryWeightLimit } from "./rules/canaryWeightLimit.js";
import { disjointSelectors } from "./rules/disjointSelectors.js";
import { disruptionBudgets } from "./rules/disruptionBudgets.js";
import { drainBeforeKill } from "./rules/drainBeforeKill.js";
import { flipBeforeShrink } from "./rules/flipBeforeShrink.js";
import { kubeProxyIpvsVersion } from "./rules/kubeProxyIpvsVersion.js";
import { kubeProxyMode } from "./rules/kubeProxyMode.js";
import { kubeProxyPatchKept } from "./rules/kubeProxyPatchKept.js";
import { kubeProxyScheduler } from "./rules/kubeProxyScheduler.js";
import { mutableImagesPulled } from "./rules/mutableImagesPulled.js";
import { namedTargetPorts } from "./rules/namedTargetPorts.js";
import { nodePorts } from "./rules/nodePorts.js";
import { noMutableImages } from "./rules/noMutableImages.js";
import { oneRoutePerListener } from "./rules/oneRoutePerListener.js";
import { readinessProbes } from "./rules/readinessProbes.js";
import { readyBeforeSelected } from "./rules/readyBeforeSelected.js";
import { serviceHasPods } from "./rules/serviceHasPods.js";
import { serviceSelectsOneColor } from "./rules/serviceSelectsOneColor.js";
import { sidesAlike } from "./rules/sidesAlike.js";
import { uniqueObjects } from "./rules/uniqueObjects.js";

// A new policy needs its file in rules/ and three lines here: import, list and export.

/** All policies with their default levels and limits. To change those, use `trafficPolicies`. */
export const policies: Policies = [
  canaryWeightLimit,
  canaryAchievedShare,
  canaryShareUndistorted,
  serviceHasPods,
  namedTargetPorts,
  serviceSelectsOneColor,
  disjointSelectors,
  activeSideFullSize,
  readyBeforeSelected,
  flipBeforeShrink,
  awaitReadiness,
  readinessProbes,
  drainBeforeKill,
  disruptionBudgets,
  sidesAlike,
  uniqueObjects,
  noMutableImages,
  mutableImagesPulled,
  nodePorts,
  oneRoutePerListener,
  kubeProxyMode,
  kubeProxyScheduler,
  kubeProxyIpvsVersion,
  kubeProxyPatchKept,
];

/** The single policies, for a pack that uses only some of them. */
export {
  activeSideFullSize,
  awaitReadiness,
  canaryAchievedShare,
  canaryShareUndistorted,
  canaryWeightLimit,
  disjointSelectors,
  disruptionBudgets,
  drainBeforeKill,
  flipBeforeShrink,
  kubeProxyIpvsVersion,
  kubeProxyMode,
  kubeProxyPatchKept,
  kubeProxyScheduler,
  mutableImagesPulled,
  namedTargetPorts,
  nodePorts,
  noMutableImages,
  oneRoutePerListener,
  readinessProbes,
  readyBeforeSelected,
  serviceHasPods,
  serviceSelectsOneColor,
  sidesAlike,
  uniqueObjects,
};
