import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { releasePage } from "../../../../src/release/view/html.js";
import { Browser, needsBrowser } from "../../../support/browser.js";
import { CONTRASTS } from "../../../support/contrasts.js";
import { skipReason } from "../../../support/needs.js";
import { crowded, failing, going, waiting } from "./statuses.js";

const skipped = skipReason("the page of a release in a browser", needsBrowser());

describe.skipIf(skipped)("the page of a release in a browser", () => {
  let browser: Browser;
  const folder = join(tmpdir(), `release-page-${randomUUID()}`);
  const statuses = { going, failing, waiting, crowded };
  const fileOf = (name: string) => join(folder, `${name}.html`);
  const pages = Object.keys(statuses).map((name) => [name, pathToFileURL(fileOf(name)).href] as const);

  beforeAll(async () => {
    mkdirSync(folder);
    for (const [name, status] of Object.entries(statuses)) writeFileSync(fileOf(name), releasePage(status));
    browser = await Browser.start();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(pages)("loads only itself: %s", async (_, url) => {
    browser.requests.length = 0;
    await browser.load(url);
    expect(browser.requests.filter((request) => request !== url && !request.startsWith("data:"))).toEqual([]);
  });

  it.each(pages)("fits each screen, with text that is large enough: %s", async (_, url) => {
    await browser.load(url);
    for (const width of [320, 390, 800, 1600]) {
      await browser.show(width, 800);
      const needed = await browser.value<number>("document.documentElement.scrollWidth");
      expect(needed).toBeLessThanOrEqual(width); // a scroll bar may take a part of it
      const sizes = await browser.value<number[]>(
        "[...document.querySelectorAll('body *')].map((element) => parseFloat(getComputedStyle(element).fontSize))",
      );
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
    }
  });

  it.each(["light", "dark"] as const)("has enough contrast in %s mode", async (scheme) => {
    for (const [name, url] of pages) {
      await browser.show(800, 800, scheme);
      await browser.load(url);
      await browser.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      expect([name, Math.min(...(await browser.value<number[]>(CONTRASTS))) > 4.5]).toEqual([name, true]);
    }
  });

  it("keeps the text of a chart inside of it, and its names apart", async () => {
    for (const [name, url] of pages) {
      await browser.load(url);
      for (const width of [320, 1200]) {
        await browser.show(width, 800);
        const outside = await browser.value<string[]>(`[...document.querySelectorAll('svg.chart > text')]
          .filter((text) => {
            const [a, b] = [text.getBoundingClientRect(), text.closest('svg.chart').getBoundingClientRect()];
            return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1;
          }).map((text) => text.textContent)`);
        expect([name, width, outside]).toEqual([name, width, []]);
        const overlapping = await browser.value<
          string[]
        >(`[...document.querySelectorAll('svg.chart')].flatMap((chart) => {
          const texts = [...chart.querySelectorAll(':scope > text')].map((text) => [text, text.getBoundingClientRect()]);
          return texts.flatMap(([one, a], at) => texts.slice(at + 1)
            .filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom)
            .map(([other]) => one.textContent + ' on ' + other.textContent));
        })`);
        expect([name, width, overlapping]).toEqual([name, width, []]);
      }
    }
  });

  it("is a heading, a list of steps with the present one, and named charts for those who do not see it", async () => {
    const [, url] = pages[0] as (typeof pages)[number];
    await browser.load(url);
    const current = await browser.value<string>(
      "document.querySelector('[aria-current=step]').textContent.replace(/\\s+/g, ' ')",
    );
    expect(current).toBe("▸ 25 %, now at least 10 min");
    const unnamed =
      await browser.value<number>(`[...document.querySelectorAll('[role=img]')].filter((chart) =>
      chart.getAttribute('aria-labelledby').split(' ').some((id) => document.getElementById(id) === null)).length`);
    expect(unnamed).toBe(0);
  });
});
