import type { Policies } from "@pulumi/policy";
import { activeSideFullSize } from "./activeSideFullSize.js";
import { awaitReadiness } from "./awaitReadiness.js";
import { canaryAchievedShare } from "./canaryAchievedShare.js";
import { canaryShareUndistorted } from "./canaryShareUndistorted.js";
import { canaryWeightLimit } from "./canaryWeightLimit.js";
import { disjointSelectors } from "./disjointSelectors.js";
import { disruptionBudgets } from "./disruptionBudgets.js";
import { drainBeforeKill } from "./drainBeforeKill.js";
import { flipBeforeShrink } from "./flipBeforeShrink.js";
import { kubeProxyIpvsVersion } from "./kubeProxyIpvsVersion.js";
import { kubeProxyMode } from "./kubeProxyMode.js";
import { kubeProxyPatchKept } from "./kubeProxyPatchKept.js";
import { kubeProxyScheduler } from "./kubeProxyScheduler.js";
import { mutableImagesPulled } from "./mutableImagesPulled.js";
import { nodePorts } from "./nodePorts.js";
import { noMutableImages } from "./noMutableImages.js";
import { readinessProbes } from "./readinessProbes.js";
import { readyBeforeSelected } from "./readyBeforeSelected.js";
import { serviceHasPods } from "./serviceHasPods.js";
import { serviceSelectsOneColor } from "./serviceSelectsOneColor.js";
import { sidesAlike } from "./sidesAlike.js";

/** Every policy as it is by default. To change levels or limits in a program, use {@link trafficPolicies}. */
export const policies: Policies = [
  canaryWeightLimit,
  canaryAchievedShare,
  canaryShareUndistorted,
  serviceHasPods,
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
  noMutableImages,
  mutableImagesPulled,
  nodePorts,
  kubeProxyMode,
  kubeProxyScheduler,
  kubeProxyIpvsVersion,
  kubeProxyPatchKept,
];
