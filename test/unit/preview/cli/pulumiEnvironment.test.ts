import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  pulumiEnvironment,
  renderedFiles,
  withConfig,
} from "../../../../src/preview/cli/pulumiEnvironment.js";
import { writeRendered } from "../../../../src/preview/report/renderFolder.js";
import { temporaryDirectory } from "../support.js";

describe("pulumiEnvironment", () => {
  it("keeps state and passphrase in the project when the user has no backend", () => {
    const { PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE } = pulumiEnvironment({}, "/my app", undefined);
    expect([PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE]).toEqual([pathToFileURL("/my app").href, ""]);
    expect(pulumiEnvironment({ PULUMI_CONFIG_PASSPHRASE: "p" }, "/app", undefined)).toHaveProperty(
      "PULUMI_CONFIG_PASSPHRASE",
      "p",
    );
  });

  it.each([{ PULUMI_BACKEND_URL: "s3://bucket" }, { PULUMI_ACCESS_TOKEN: "token" }])(
    "leaves %j alone",
    (given) => {
      const variables = pulumiEnvironment(given, "/app", undefined);
      expect(variables.PULUMI_BACKEND_URL).toBe((given as NodeJS.ProcessEnv).PULUMI_BACKEND_URL);
      expect(variables).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
    },
  );

  it("sets KUBECONFIG to the file of --kubeconfig, or removes it", () => {
    const given = { KUBECONFIG: "/other" };
    expect(pulumiEnvironment(given, "/app", "k.yaml").KUBECONFIG).toBe(resolve("k.yaml"));
    expect(pulumiEnvironment(given, "/app", undefined)).not.toHaveProperty("KUBECONFIG");
  });
});

describe("withConfig", () => {
  const text = "# ours\nconfig:\n  weight: 20 # percent\n  token: {secure: v1:x}\nencryptionsalt: v1:s\n";

  it("sets a key in either notation, and keeps comments, secrets and salt", () => {
    const changed = withConfig(
      text,
      "shop",
      new Map([
        ["weight", "50"],
        ["kubernetes:namespace", "n"],
      ]),
    );
    expect(parse(changed)).toEqual({
      config: { token: { secure: "v1:x" }, "shop:weight": "50", "kubernetes:namespace": "n" },
      encryptionsalt: "v1:s",
    });
    expect(changed).toContain("# ours");
  });

  it.each(["", "config:\n"])("adds a missing config block: %j", (empty) => {
    expect(parse(withConfig(empty, "shop", new Map([["a", "1"]])))).toEqual({ config: { "shop:a": "1" } });
  });
});

it("renderedFiles: the provider's files in the order of the state", () => {
  const directory = temporaryDirectory();
  const object = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
  const path = (name: string) => `1-manifest/v1-configmap-default-${name}.yaml`;
  writeRendered(
    directory,
    ["a", "b"].map((name) => ({
      cluster: "default",
      path: path(name),
      document: object(name),
      missing: { computed: [], secrets: [] },
    })),
  );
  const resources = [
    { custom: false, inputs: object("component") },
    { custom: true, inputs: object("b") },
    { custom: true, inputs: {} },
    { custom: true, inputs: object("not rendered") },
    { custom: true, inputs: object("a") },
  ];
  expect(renderedFiles(directory, { deployment: { resources } }).map((file) => file.path)).toEqual([
    path("b"),
    path("a"),
  ]);
  expect(renderedFiles(directory, { deployment: {} })).toEqual([]);
});
