import type { ProxyMode, Settings } from "../settings.mts";
import { brokenImage, killed } from "./accidents.mts";
import { fastFlip, keepAlive, udp } from "./clients.mts";
import { controls } from "./controls.mts";
import { releases } from "./releases.mts";
import type { Scenario } from "./scenario.mts";

/** The scenarios that a run asks for, the ones that would fail first at the front. */
export function scenariosOf({ rounds, only = "" }: Settings, mode: ProxyMode): Scenario[] {
  const all = mode.startsWith("ipvs")
    ? [releases(1)]
    : [releases(rounds), brokenImage, killed, controls, fastFlip, keepAlive, udp];
  return all.filter(({ name }) => only.split(",").some((part) => name.includes(part)));
}
