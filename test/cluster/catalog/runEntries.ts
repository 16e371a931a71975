import { type Entry, ownOf, type Place } from "./entry.js";

/** Runs scenarios one after the other, and writes what is known after each. */
export async function runEntries(entries: readonly Entry[], place: Place): Promise<void> {
  let scraped = false;
  for (const { needs = {}, run } of entries) {
    const { prometheus = false } = needs;
    if (prometheus !== scraped)
      await (prometheus ? ownOf(place).prometheus.begin() : ownOf(place).prometheus.end());
    scraped = prometheus;
    if (needs.metrics) await ownOf(place).metrics.begin();
    await run(place);
    place.findings.write();
  }
  if (scraped) await ownOf(place).prometheus.end();
}
