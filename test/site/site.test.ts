import { existsSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, needsBrowser } from "../support/browser.js";
import { needsFile, skipReason } from "../support/needs.js";
import { pages, SITE, serveSite } from "./server.js";

const html = (page: string) => readFileSync(join(SITE, page), "utf8");

it("has a page for each page of docs", () => {
  expect(pages).toEqual(
    expect.arrayContaining(["index.html", "canary.html", "api.html", "from-flagger.html"]),
  );
});

it.each(pages)("%s links to pages, headings and pictures that exist", (page) => {
  const targets = [...html(page).matchAll(/(?:href|src)="([^"]+)"/g)].map(([, target = ""]) => target);
  const own = targets.filter((target) => !/^[a-z]+:/.test(target));
  const missing = own.filter((target) => {
    const [path = "", anchor] = decodeURIComponent(target).split("#");
    const file = path === "" ? page : path === "/" ? "index.html" : path.replace(/^\.?\//, "");
    if (!existsSync(join(SITE, file))) return true;
    return anchor !== undefined && anchor !== "" && !html(file).includes(`id="${anchor}"`);
  });
  expect(missing).toEqual([]);
});

// Without one, a browser asks for /favicon.ico, which the site has not.
it.each(pages)("%s has an icon", (page) => {
  expect(html(page)).toMatch(/<link rel="icon"[^>]* href="\/icon\.svg"/);
});

it("shows the programs of the languages as tabs", () => {
  const text = html("languages.html");
  expect(text.match(/<label[^>]*>(YAML|Python|Go|Java|C#)<\/label>/g)).toHaveLength(5);
});

const skipped = skipReason("the site in a browser", needsBrowser(), needsFile(SITE, "site", "npm run docs"));

describe.skipIf(skipped)("the site in a browser", () => {
  let browser: Browser;
  let server: Server;
  let address: string;

  beforeAll(async () => {
    ({ server, address } = await serveSite());
    browser = await Browser.start();
    await browser.send("Runtime.enable");
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it("loads every page from its own server alone, without an error", async () => {
    for (const page of pages) await browser.load(`${address}/${page}`);
    expect(browser.requests.filter((url) => !url.startsWith(address) && !url.startsWith("data:"))).toEqual(
      [],
    );
    expect(browser.troubles).toEqual([]);
  });

  it.each([360, 800, 1600])("needs no scrolling to the side at %i pixels", async (width) => {
    await browser.show(width, 900);
    const wide: string[] = [];
    for (const page of pages) {
      await browser.load(`${address}/${page}`);
      if ((await browser.value<number>("document.documentElement.scrollWidth")) > width) wide.push(page);
    }
    expect(wide).toEqual([]);
  });

  it("finds a word, and opens its page", async () => {
    await browser.show(1200, 900);
    await browser.load(`${address}/`);
    const found = await browser.eventually<string[]>(
      `
      const input = document.querySelector(".VPLocalSearchBox input");
      if (!input) document.querySelector(".VPNavBarSearch button").click();
      else if (input.value === "") { input.value = "drainSeconds"; input.dispatchEvent(new Event("input")); }
      return [...document.querySelectorAll(".VPLocalSearchBox .result")].map((link) => link.getAttribute("href"));
    `,
      (links) => links.length > 0,
    );
    expect(found.some((link) => link.includes("safety.html#how-to-choose-drainseconds"))).toBe(true);
  });

  it("is dark at a click, and stays dark", async () => {
    const isDark = "document.documentElement.classList.contains('dark')";
    await browser.show(1200, 900, "light");
    await browser.load(`${address}/canary.html`);
    expect(await browser.value(isDark)).toBe(false);
    await browser.eventually<boolean>(
      `if (!${isDark}) document.querySelector(".VPSwitchAppearance").click(); return ${isDark};`,
      (dark) => dark,
    );
    await browser.load(`${address}/safety.html`);
    expect(await browser.value(isDark)).toBe(true);
  });
});
