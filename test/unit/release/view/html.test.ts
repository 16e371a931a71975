import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IndicatorStatus, ReleaseStatus } from "../../../../src/release/driver/model.js";
import { releasePage } from "../../../../src/release/view/html.js";
import { LEAKS, statuses } from "./arbitrary.js";
import { crowded, failing, going, idle, NOW, waiting } from "./statuses.js";

/** What the page is made of. Nothing of it runs, loads or sends anything. */
const TAGS = new Set([
  ...["html", "head", "meta", "link", "title", "style", "body", "header", "main", "section", "div"],
  ...["h1", "h2", "p", "span", "br", "ol", "ul", "li", "dl", "dt", "dd", "details", "summary"],
  ...["table", "thead", "tbody", "tr", "th", "td", "svg", "desc", "line", "path", "text"],
]);
const ATTRIBUTES = new Set([
  ...["lang", "charset", "name", "content", "http-equiv", "rel", "href", "class", "id", "role", "tabindex"],
  ...["aria-label", "aria-labelledby", "aria-current", "aria-hidden", "scope", "colspan", "width", "height"],
  ...["x", "y", "x1", "x2", "y1", "y2", "d", "viewbox", "preserveaspectratio", "text-anchor"],
  ...["stroke-dasharray"],
]);
const VOID = new Set(["meta", "link", "br"]);
const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z0-9-]+="[^"<>]*")*)(\/?)>/g;

/** What is wrong with a page: text that is not escaped, a tag that is not closed, or one that should not be there. */
function faults(page: string): string[] {
  const body = page.replace(/^<!doctype html>\n/, "").replace(/<style>[^<]*<\/style>/, "");
  const found: string[] = [];
  const open: string[] = [];
  const text = body.replace(TAG, (_, closes: string, name: string, attributes: string, empty: string) => {
    if (!TAGS.has(name)) found.push(`<${name}>`);
    for (const [, attribute = ""] of attributes.matchAll(/ ([a-zA-Z0-9-]+)="[^"]*"/g)) {
      if (!ATTRIBUTES.has(attribute.toLowerCase())) found.push(`${name} ${attribute}`);
    }
    if (closes) {
      const last = open.pop();
      if (last !== name) found.push(`</${name}> ends <${last}>`);
    } else if (!empty && !VOID.has(name)) open.push(name);
    return "";
  });
  if (/[<>]/.test(text)) found.push(text.slice(Math.max(0, text.search(/[<>]/) - 20)).slice(0, 60));
  if (/&(?!(?:amp|lt|gt|quot);)/.test(body)) found.push("an & that is not escaped");
  return [...found, ...open.map((name) => `<${name}> is not closed`)];
}

describe("the page of a release", () => {
  it.each([
    ["going", going],
    ["failing", failing],
  ])("is the same as recorded: %s", async (name, status) => {
    const page = releasePage(status);
    await expect(page).toMatchFileSnapshot(`screens/release-${name}.html`);
    expect(page).not.toMatch(/<script|<link (?!rel="icon" href="data:,")|@import|url\(|src=/);
  });

  it.each([
    ["going", going],
    ["failing", failing],
    ["waiting", waiting],
    ["idle", idle],
    ["crowded", crowded],
  ])("is well formed: %s", (_, status) => {
    expect(faults(releasePage(status))).toEqual([]);
  });

  it("keeps text as text, whatever it is", () => {
    fc.assert(
      fc.property(statuses, (status) => {
        const page = releasePage(status);
        expect(faults(page)).toEqual([]);
        expect(page).not.toMatch(LEAKS);
      }),
    );
  });

  it("loads itself again only while it is watched", () => {
    expect(releasePage(going)).not.toContain("refresh");
    expect(releasePage(going, { watched: true })).toContain('<meta http-equiv="refresh" content="5">');
  });

  it("draws both thresholds with their names, and describes each chart", () => {
    const page = releasePage(going);
    for (const label of ["fails at 100", "passes at 20", "worse 3.1", "good 12", "asked 25\u00a0%"]) {
      expect(page).toContain(`>${label}</text>`);
    }
    expect(page).toContain(
      '<desc id="evidence0-text">Worse: 3.1 of 100. Good: 12 of 20. Verdict: undecided.</desc>',
    );
    expect(page).toContain("2 % gave 9.1\u00a0%, 10 % gave 9.1\u00a0%, 25 % gave 23.1\u00a0%.");
  });

  it("begins the line of good evidence anew in each step, and goes on with that of bad evidence", () => {
    const [first = ""] =
      /<svg class="chart"[^>]*aria-labelledby="evidence0.*?<\/svg>/s.exec(releasePage(going)) ?? [];
    const moves = (style: string) =>
      new RegExp(`class="line ${style}" d="([^"]*)"`).exec(first)?.[1]?.match(/M/g)?.length;
    expect([moves("good"), moves("bad")]).toEqual([3, 1]);
  });

  it("has a bounded size, and keeps the ends and the peaks of a long course", () => {
    const [errors] = going.indicators as [IndicatorStatus];
    const windows = Array.from({ length: 5000 }, (_, at) => ({
      ...{ step: 0, from: NOW - (5001 - at) * 1000, until: NOW - (5000 - at) * 1000 },
      ...{ canary: { bad: 0, total: 7 }, stable: { bad: 0, total: 70 } },
    }));
    const course = windows.map(({ until }, at) => ({ at: until, worse: at === 2500 ? 1e5 : 1, good: 1 }));
    const long: ReleaseStatus = { ...going, steps: [], indicators: [{ ...errors, windows, course }] };
    const page = releasePage(long);
    expect(page).toContain("<summary>5\u00a0000 windows</summary>");
    expect(page).toContain("4\u00a0600 windows are left out");
    expect(page.match(/<tr>/g)).toHaveLength(1 + 400 + 1);
    expect(page.length).toBeLessThan(120_000);
    const flat = {
      ...long,
      indicators: [{ ...errors, windows, course: course.map((one) => ({ ...one, worse: 1 })) }],
    };
    const bad = (text: string) => /class="line bad" d="([^"]*)"/.exec(text)?.[1]?.match(/ [\d.]+/g) ?? [];
    expect(new Set(bad(releasePage(flat))).size).toBe(1);
    expect(new Set(bad(page)).size).toBe(2); // the peak is one point of five thousand
  });

  it("ends its charts with the release, not when someone looks at them", () => {
    const later = (phase: ReleaseStatus["phase"]) =>
      releasePage({ ...failing, phase, now: NOW + 9 * 3_600_000 });
    expect(later("going")).toContain("23:30:00 UTC</text>");
    expect(later("rolledBack")).not.toContain("23:30:00 UTC</text>");
    expect(later("rolledBack")).toContain("14:30:57 UTC</text>");
  });

  it("folds decisions that are long ago", () => {
    expect(releasePage(crowded)).toContain("<summary>3 earlier</summary>");
    expect(releasePage(going)).not.toContain("earlier</summary>");
  });
});
