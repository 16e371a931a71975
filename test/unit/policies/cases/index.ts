import * as blueGreen from "./blueGreen.js";
import * as canary from "./canary.js";
import type { BadCase, Case } from "./parts.js";
import * as services from "./services.js";
import * as workloads from "./workloads.js";

/** Programs that a policy must catch. */
export const bad: readonly BadCase[] = [canary, blueGreen, workloads, services].flatMap((cases) => cases.bad);

/** Programs that no policy objects to. */
export const good: readonly Case[] = [canary, blueGreen, workloads, services].flatMap((cases) => cases.good);
