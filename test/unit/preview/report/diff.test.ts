import { describe, expect, it } from "vitest";
import { diffDocument } from "../../../../src/preview/report/diff.js";

const fields = (old: object, next: object) =>
  diffDocument(old as never, next as never).fields.map(({ path, old: before, new: after }) => [
    path,
    before,
    after,
  ]);

describe("diffDocument", () => {
  it("distinguishes created, changed and unchanged objects", () => {
    expect(diffDocument(undefined, { a: 1 })).toEqual({ change: "create", fields: [] });
    expect(diffDocument({ a: 1, b: [2] }, { b: [2], a: 1 })).toEqual({ change: "same", fields: [] });
    expect(diffDocument({ a: 1 }, { a: "1" }).change).toBe("change");
  });

  it("names list entries by their name, else by position", () => {
    const containers = (image: string, port: number) => ({
      c: [{ name: "log" }, { name: "web", image }],
      p: [{ port }],
    });
    expect(fields(containers("a:1", 80), containers("a:2", 81))).toEqual([
      ["c[web].image", "a:1", "a:2"],
      ["p[0].port", 80, 81],
    ]);
  });

  it("ignores the order of named entries", () => {
    const [a, b] = [{ name: "a" }, { name: "b" }];
    expect(fields({ list: [a, b] }, { list: [b, a] })).toEqual([]);
  });

  it("shows added and removed fields, empty ones included, and quotes keys with dots", () => {
    expect(fields({ labels: { "a.b/c": "x" }, gone: 1 }, { labels: {}, list: [] })).toEqual([
      ["gone", 1, undefined],
      ["labels", undefined, "{}"],
      ['labels["a.b/c"]', "x", undefined],
      ["list", undefined, "[]"],
    ]);
  });

  it("does not compare with a masked secret, which would show the old value", () => {
    expect(fields({ data: { token: "aHVzaA==" } }, { data: { token: "<secret>" } })).toEqual([]);
    expect(fields({ data: {} }, { data: { token: "<secret>" } })).toContainEqual([
      "data.token",
      undefined,
      "<secret>",
    ]);
  });
});
