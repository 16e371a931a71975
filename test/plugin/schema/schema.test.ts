import { join } from "node:path";
import { expect, it } from "vitest";
import manifest from "../../../package.json";
import plugin from "../../../plugin/package.json";
import { KUBERNETES_VERSION } from "./kubernetes.js";
import { packageSchema } from "./package.js";

it("plugin/schema.json is what the TypeScript components are; `npm run schema` writes it", async () => {
  const text = `${JSON.stringify(packageSchema(), undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(join(__dirname, "../../../plugin/schema.json"));
});

it("the plugin has the version of the library, and the Kubernetes types that its schema names", () => {
  expect(plugin.version).toBe(manifest.version);
  expect(plugin.dependencies).toEqual({
    "@pulumi/kubernetes": KUBERNETES_VERSION,
    "@pulumi/pulumi": manifest.peerDependencies["@pulumi/pulumi"],
    [manifest.name]: manifest.version,
  });
});
