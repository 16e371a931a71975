import type { ProxyMode, Settings } from "../settings.mts";
import { brokenImage, killed } from "./accidents.mts";
import { autoscaling } from "./autoscaling.mts";
import { fastFlip, keepAlive, udp } from "./clients.mts";
import { controls } from "./controls.mts";
import { releases } from "./releases.mts";
import type { Scenario } from "./scenario.mts";

/**
 * The scenarios that a run takes in one mode: those it was asked for, or all in a long run. A short one takes the
 * releases in every mode, and in its first mode the failures and the controls that give a result its meaning.
 */
export function scenariosOf({ rounds, only, long, modes }: Settings, mode: ProxyMode): Scenario[] {
  const walk = releases(mode.startsWith("ipvs") ? 1 : rounds);
  const all = [walk, brokenImage, controls, killed, fastFlip, keepAlive, udp, autoscaling];
  if (only !== undefined)
    return all.filter(({ name }) => only.split(",").some((part) => name.includes(part)));
  if (mode.startsWith("ipvs")) return [walk];
  if (long) return all;
  return mode === modes[0] ? [walk, brokenImage, controls] : [walk];
}
