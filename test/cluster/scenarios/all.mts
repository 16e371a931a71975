import type { Settings } from "../settings.mts";
import { brokenImage, killed } from "./accidents.mts";
import { controls } from "./controls.mts";
import { releases } from "./releases.mts";
import type { Scenario } from "./scenario.mts";

/** The scenarios that a run asks for, the ones that would fail first at the front. */
export function scenariosOf({ rounds, only = "" }: Settings): Scenario[] {
  return [releases(rounds), brokenImage, killed, controls].filter(({ name }) => name.includes(only));
}
