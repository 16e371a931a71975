import * as exported from "../../../../src/policies/policies.js";
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
import { namedTargetPorts } from "./namedTargetPorts.js";
import { nodePorts } from "./nodePorts.js";
import { noMutableImages } from "./noMutableImages.js";
import { oneRoutePerListener } from "./oneRoutePerListener.js";
import { readinessProbes } from "./readinessProbes.js";
import { readyBeforeSelected } from "./readyBeforeSelected.js";
import type { RuleCases } from "./ruleCases.js";
import { serviceHasPods } from "./serviceHasPods.js";
import { serviceSelectsOneColor } from "./serviceSelectsOneColor.js";
import { sidesAlike } from "./sidesAlike.js";
import { uniqueObjects } from "./uniqueObjects.js";

const { policies: _list, ...rules } = exported;

/** The name of a constant that exports a rule. */
type RuleName = keyof typeof rules;

// Add the cases of a new rule here. Until then, this does not compile.
const RULES: Readonly<Record<RuleName, RuleCases>> = {
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
  noMutableImages,
  nodePorts,
  oneRoutePerListener,
  readinessProbes,
  readyBeforeSelected,
  serviceHasPods,
  serviceSelectsOneColor,
  sidesAlike,
  uniqueObjects,
};

/** All programs that violate a policy, each with the name of the policy. */
export const bad = casesOf("bad");

/** All programs that violate no policy, each with the name of the policy it is a case of. */
export const good = casesOf("good");

function casesOf<K extends keyof RuleCases>(kind: K) {
  return Object.entries(RULES).flatMap(([rule, cases]) =>
    Object.entries(cases[kind] as RuleCases[K]).map(([name, given]) => ({
      ...(given as RuleCases[K][string]),
      policy: rules[rule as RuleName].name,
      name,
    })),
  );
}
