import { expect, it } from "vitest";
import { Reference, Secret, unknown } from "../../../../src/preview/engine/values.js";
import { missingIn } from "../../../../src/preview/report/missing.js";

const inputs = {
  metadata: { name: "m", annotations: unknown },
  data: { "config.conf": unknown, key: new Secret("hush"), text: "<computed>" },
  spec: {
    containers: [{ name: "web", image: unknown }],
    ports: [80, unknown],
    from: new Reference("urn", undefined),
  },
};

it("finds unknown values and secrets by their paths, and no text that looks like one", () => {
  expect(missingIn(inputs, false)).toEqual({
    computed: ['data["config.conf"]', "metadata.annotations", "spec.containers[web].image", "spec.ports[1]"],
    secrets: ["data.key"],
  });
});

it("finds what is unknown in a secret that is shown", () => {
  const secret = { data: new Secret({ known: "a", open: unknown }) };
  expect(missingIn(secret, true)).toEqual({ computed: ["data.open"], secrets: [] });
  expect(missingIn(secret, false)).toEqual({ computed: [], secrets: ["data"] });
});
