import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  decode,
  encode,
  type Properties,
  Reference,
  Secret,
  unknown,
} from "../../../../src/preview/engine/values.js";

describe("values", () => {
  const properties: Properties = {
    plain: { text: "a", list: [1, true, null, {}] },
    unknown,
    secret: new Secret({ user: "u", token: unknown }),
    reference: new Reference("urn:pulumi:s::p::t::n", "id"),
    component: new Reference("urn:pulumi:s::p::t::c", undefined),
  };

  it("survive encoding and decoding", () => {
    expect(decode(encode(properties))).toEqual(properties);
    expect(decode(undefined)).toEqual({});
  });

  it("decodes an output value as its content", () => {
    const signature = { "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
    const wire = encode({
      known: { ...signature, value: 1 },
      later: signature,
      hidden: { ...signature, secret: true },
    });
    expect(decode(wire)).toEqual({ known: 1, later: unknown, hidden: new Secret(unknown) });
  });

  it("never shows a secret as text, as JSON or on the console", () => {
    const secret = new Secret("hush");
    expect([`${secret}`, JSON.stringify({ secret }), inspect({ secret })].join()).not.toContain("hush");
    expect(`${secret} ${unknown}`).toBe("<secret> <computed>");
  });
});
