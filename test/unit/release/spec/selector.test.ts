import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSelector, renderSelector, withNameSuffix } from "../../../../src/release/spec/selector.js";

const rendered = (text: string, side = "canary", version = "1.2.0") => {
  const selector = parseSelector(text);
  return "problem" in selector ? selector.problem : renderSelector(selector, { side, version });
};

describe("a selector", () => {
  it.each([
    ["up", "up{}"],
    ["  http:requests_total { } ", "http:requests_total{}"],
    ['a{track="$side"}', 'a{track="canary"}'],
    ['a{track="$side",\n  version = "v$version", }', 'a{track="canary",version="v1.2.0"}'],
    ["a{code=~'5..',path!=\"/\",x!~`\\d+`}", 'a{code=~"5..",path!="/",x!~"\\\\d+"}'],
    ['{__name__="a",track="$side"}', '{__name__="a",track="canary"}'],
    ['{"a.metric","a.label"="x"}', '{"a.metric","a.label"="x"}'],
    ['a{b="\\u00e9\\x41\\101\\n\\"\\\\"}', 'a{b="éAA\\n\\"\\\\"}'],
    ['a{code=~"5..$"}', 'a{code=~"5..$"}'],
  ])("%s is read", (text, expected) => {
    expect(rendered(text)).toBe(expected);
  });

  it("takes the value of a variable literally, in a regular expression too", () => {
    expect(rendered('a{v=~"$version|$side"}', 'x"y')).toBe('a{v=~"1\\\\.2\\\\.0|x\\"y"}');
    expect(rendered('a{v="$version"}', "canary", "a\\b\nc")).toBe('a{v="a\\\\b\\nc"}');
  });

  it.each([
    ["", "selects no metric"],
    ["{}", "selects no metric"],
    [
      'rate(a{track="$side"}[5m])',
      'calls a function; write a plain selector such as http_requests_total{track="$side"}: the driver adds up increases itself',
    ],
    [
      "sum by (x) (a)",
      'calls a function; write a plain selector such as http_requests_total{track="$side"}: the driver adds up increases itself',
    ],
    ["a[5m]", "has a range; remove it, because the driver chooses ranges"],
    [
      "a offset 5m",
      'has a modifier of time; write a plain selector such as http_requests_total{track="$side"}',
    ],
    ["a @ 1", 'has a modifier of time; write a plain selector such as http_requests_total{track="$side"}'],
    [
      "a / b",
      'has "/" at character 3 after the selector; write a plain selector such as http_requests_total{track="$side"}',
    ],
    ["a_$side", "has $ outside of a label's value; variables belong there"],
    ["a{b}", 'has "}" at character 4, where it needs =, !=, =~ or !~'],
    ["a{b=c}", 'has "c" at character 5, where it needs a value in quotes'],
    ['a{b="c" d="e"}', 'has "d" at character 9, where it needs , or }'],
    ['a{b="c"', "has the end at character 8, where it needs , or }"],
    ["a{", 'has the end at character 3, where it needs a label, such as track="$side", or }'],
    ['a{b="c', 'has a " without its end'],
    ['a{b=~"\\d"}', "has an unknown escape \\d; write \\\\ for one backslash"],
    ['a{b="$sides"}', 'has an unknown variable $sides; did you mean "$side"?'],
    ['a{b="$pod"}', "has an unknown variable $pod; allowed: $side, $version"],
  ])("%s is refused", (text, problem) => {
    expect(rendered(text)).toBe(problem);
  });

  it("never fails, whatever the text", () => {
    const text = fc.array(fc.constantFrom(..."ab{}=~!\"'`\\$,()[ ]\nside:_1".split("")), { maxLength: 20 });
    fc.assert(fc.property(text, (parts) => typeof rendered(parts.join("")) === "string"));
  });

  it("reads what it has written as the same", () => {
    const value = fc.string().filter((text) => !text.includes("$"));
    fc.assert(
      fc.property(value, fc.constantFrom("=", "!=", "=~", "!~"), (text, operator) => {
        const selector = { name: "a", matchers: [{ label: "b", operator, value: text }] } as const;
        expect(parseSelector(renderSelector(selector, { side: "", version: "" }))).toEqual(selector);
      }),
    );
  });
});

it("another metric of a histogram has the same labels", () => {
  const suffixed = (text: string) => {
    const selector = parseSelector(text);
    if ("problem" in selector) throw new Error(selector.problem);
    const other = withNameSuffix(selector, "_count");
    return other && renderSelector(other, { side: "canary", version: "1" });
  };
  expect(suffixed('a{b="c"}')).toBe('a_count{b="c"}');
  expect(suffixed('{__name__="a",b="c"}')).toBe('a_count{b="c"}');
  expect(suffixed('{b="c"}')).toBeUndefined();
});
