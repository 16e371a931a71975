import { expect, it } from "vitest";
import type { ReleaseStatus } from "../../../../src/release/driver/model.js";
import { rejudged } from "../../../../src/release/driver/rejudge.js";
import { failing, run, worldOf } from "./releases.js";

async function recorded(): Promise<ReleaseStatus> {
  let last: ReleaseStatus | undefined;
  const world = worldOf({ behaviors: { v1: failing(0.001), v2: failing(0.2) } });
  const onStatus = (status: ReleaseStatus) => {
    if (status.indicators.length > 0) last = status;
  };
  await run(world, undefined, { onStatus });
  // As `release status --json` writes it, and `release replay` reads it.
  return JSON.parse(JSON.stringify(last)) as ReleaseStatus;
}

it("comes to the recorded evidence by the recorded windows alone", async () => {
  const status = await recorded();
  const [indicator] = status.indicators;
  expect(indicator).toMatchObject({ verdict: "fail" });
  const forgotten = {
    ...status,
    indicators: status.indicators.map((one) => ({
      ...one,
      course: [],
      verdict: "pass" as const,
      reason: "",
    })),
  };
  expect(rejudged(forgotten).indicators).toEqual(status.indicators);
});

it("judges by another rule", async () => {
  const status = await recorded();
  const lenient = status.indicators.map((one) => ({ ...one, rule: { ...one.rule, worseThan: 1000 } }));
  const [indicator] = rejudged({ ...status, indicators: lenient }).indicators;
  expect(indicator?.good.value).not.toEqual(status.indicators[0]?.good.value);
});

it("keeps what could not be read", async () => {
  const status = await recorded();
  const unread = status.indicators.map((one) => ({ ...one, verdict: "error" as const, reason: "no answer" }));
  const [indicator] = rejudged({ ...status, indicators: unread }).indicators;
  expect(indicator).toMatchObject({ verdict: "error", reason: "no answer" });
});
