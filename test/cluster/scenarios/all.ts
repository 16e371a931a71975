import { isGuests, type KubeProxy } from "../boot/kubeProxy.js";
import type { ProxyMode, Settings } from "../settings.js";
import { brokenImage, killed } from "./accidents.js";
import { adoption } from "./adoption.js";
import { autoscaling } from "./autoscaling.js";
import { fastFlip, keepAlive, udp } from "./clients.js";
import { controls } from "./controls.js";
import { releases } from "./releases.js";
import type { Scenario } from "./scenario.js";
import { failedStandby, fiftyFlips } from "./standby.js";
import { switches } from "./switches.js";

/**
 * The scenarios that a run takes in one mode: those it was asked for, or all in a long run. A short one takes the
 * releases in every mode, and in its first mode the failures and the controls that give a result its meaning; the guest of
 * ipvs carries flips alone.
 */
export function scenariosOf(settings: Settings, mode: ProxyMode, proxy: KubeProxy): Scenario[] {
  const { rounds, only, long, modes } = settings;
  const walk = releases(mode.startsWith("ipvs") ? 1 : rounds);
  const all = [
    ...[adoption(), switches(proxy, mode), walk, autoscaling],
    ...[failedStandby, fiftyFlips, brokenImage, killed, fastFlip, keepAlive, udp, controls],
  ];
  if (only !== undefined) return all.filter(({ name }) => isWanted(only, name));
  if (isGuests(mode)) return mode === modes.find(isGuests) ? [fastFlip, switches(proxy, mode)] : [fastFlip];
  if (long) return all;
  return mode === modes[0] ? [walk, failedStandby, brokenImage, controls] : [walk];
}

/** Whether a name contains one of the texts, with commas between. */
export function isWanted(only: string, name: string): boolean {
  return only.split(",").some((part) => name.includes(part));
}
