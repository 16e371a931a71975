import { describe, expect, it } from "vitest";
import { wrongOnly } from "./wanted.js";

describe("wrongOnly", () => {
  it("accepts a part of a name, and the name of a group", () => {
    expect(wrongOnly("releases,standby,control,switch,two steps,Faults")).toEqual([]);
  });

  it("refuses every word that no scenario has, with the nearest names", () => {
    expect(wrongOnly("swich,control,standbye,good2 four steps,xyzzy,")).toEqual([
      '--only: no scenario has "swich" in its name; the nearest is "switch"; --list shows all',
      '--only: no scenario has "standbye" in its name; the nearest is "failed standby"; --list shows all',
      expect.stringContaining('"release driver: good2, four steps"'),
      '--only: no scenario has "xyzzy" in its name; --list shows all',
      "--only has an empty word",
    ]);
  });
});
