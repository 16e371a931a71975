import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, needsBrowser } from "../../support/browser.js";
import { CONTRASTS } from "../../support/contrasts.js";
import { skipReason } from "../../support/needs.js";

const skipped = skipReason("the page in a browser", needsBrowser());

describe.skipIf(skipped)("the page in a browser", () => {
  let browser: Browser;
  const url = pathToFileURL(join(__dirname, "screens/everything.html")).href;

  beforeAll(async () => {
    browser = await Browser.start();
    await browser.load(url);
  });
  afterAll(() => browser?.close());

  it("loads only itself", async () => {
    expect(browser.requests.filter((request) => request !== url && !request.startsWith("data:"))).toEqual([]);
  });

  it.each([320, 390, 800, 1600])(
    "fits a screen of %i pixels, with text that is large enough",
    async (width) => {
      await browser.show(width, 800);
      const needed = await browser.value<number>("document.documentElement.scrollWidth");
      expect(needed).toBeLessThanOrEqual(width); // a scroll bar may take a part of it
      const sizes = await browser.value<number[]>(
        "[...document.querySelectorAll('body *')].map((element) => parseFloat(getComputedStyle(element).fontSize))",
      );
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
    },
  );

  it.each(["light", "dark"] as const)("has enough contrast in %s mode", async (scheme) => {
    await browser.show(800, 800, scheme);
    expect(Math.min(...(await browser.value<number[]>(CONTRASTS)))).toBeGreaterThan(4.5);
    const back = await browser.value<string>("getComputedStyle(document.body).backgroundColor");
    expect(back).toBe(scheme === "light" ? "rgb(246, 247, 249)" : "rgb(15, 19, 24)");
    if (process.env.SCREENSHOTS) {
      const { data } = await browser.send("Page.captureScreenshot", { captureBeyondViewport: true });
      writeFileSync(join(process.env.SCREENSHOTS, `status-${scheme}.png`), Buffer.from(data, "base64"));
    }
  });

  it("shows the pods that fail, and the share as a bar", async () => {
    await browser.show(800, 800);
    const text = await browser.value<string>("document.body.innerText");
    expect(text).toContain("ErrImagePull example.com/myapp:v2: not found");
    const bars = await browser.value<[string, number][]>(
      "[...document.querySelectorAll('.bar')].map((bar) => [bar.getAttribute('aria-label'), bar.firstChild.getBoundingClientRect().width / bar.getBoundingClientRect().width])",
    );
    const [label, part] = bars[0] ?? ["", 0];
    expect(label).toBe("20.0 % of new connections go to the canary");
    expect(part).toBeCloseTo(0.2, 1);
  });
});
