import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "@pulumi/kubernetes/package.json";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPulumi } from "../../../src/preview/cli/pulumi.js";
import { needsCommand, skipReason } from "../../support/needs.js";
import { FOLDER } from "../plugin.js";
import { byUrn, planned } from "./example.js";
import { installProvider, packedPlugin } from "./package.js";
import { LANGUAGES, LanguageProgram, type Place } from "./program.js";
import { inNamespace, readsCluster, refusedSecret } from "./providerProgram.js";

const EXAMPLES = join(FOLDER, "../examples/languages");
const missing = skipReason("programs in other languages", needsCommand("pulumi"));

describe.skipIf(missing !== undefined)("a program in another language", () => {
  let place: Omit<Place, "folder">;
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "languages-"));
    const pulumi = findPulumi(process.env) as string;
    const home = join(folder, "home");
    installProvider(pulumi, home);
    place = { pulumi, home, plugin: packedPlugin(folder) };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("refers to types and resources that the Kubernetes provider has", () => {
    const env = { ...process.env, PULUMI_HOME: place.home };
    const args = ["package", "get-schema", `kubernetes@${version}`];
    const provider = JSON.parse(
      execFileSync(place.pulumi, args, { env, encoding: "utf8", maxBuffer: 2 ** 28, stdio: "pipe" }),
    );
    const own = readFileSync(join(FOLDER, "schema.json"), "utf8");
    const references = [
      ...own.matchAll(/"\/kubernetes\/v[\d.]+\/schema.json#\/(types|resources)\/([^"]+)"/g),
    ];
    expect(references.length).toBeGreaterThan(10);
    const missingThere = references.filter(([, kind = "", token = ""]) => !(token in provider[kind]));
    expect(missingThere.map(([, , token]) => token)).toEqual([]);
  });

  const yamlLacking = skipReason(
    "programs with a provider of their own",
    needsCommand("pulumi-language-yaml"),
  );
  describe.skipIf(yamlLacking !== undefined)("with a provider of its own", () => {
    const create = (name: string, program: object) => {
      const source = join(folder, `${name}-source`);
      mkdirSync(source);
      writeFileSync(join(source, "Pulumi.yaml"), JSON.stringify(program));
      return LanguageProgram.create({ ...place, folder: join(folder, name) }, source);
    };

    test("gives every object that provider and the namespace", async () => {
      const own = await create("provider", inNamespace);
      const steps = (await own.preview()).filter(({ urn }) => urn.includes("CanaryDeployment$kubernetes:"));
      expect(steps.length).toBeGreaterThan(2);
      for (const { newState } of steps) {
        expect(newState?.provider).toContain("pulumi:providers:kubernetes::cluster::");
        expect(newState?.inputs).toMatchObject({ metadata: { namespace: "team" } });
      }
    });

    test("shows no secret that is refused", async () => {
      const own = await create("secret", refusedSecret);
      const { output } = await own.stack.run(["preview", "--stack", "test"]);
      expect(output).toContain(
        "property namespace (an Output) has a problem: [secret] is not a valid namespace",
      );
      expect(output).not.toContain("TOP SECRET");
    });

    test("reads the cluster of that provider, and not the one of the machine", async () => {
      const own = await create("reads", readsCluster);
      const { code, output } = await own.stack.run(["up", "--yes", "--skip-preview", "--stack", "test"]);
      expect(code).not.toBe(0);
      expect(output).toMatch(/matchLiveSize with value .* cannot read the live size: .*127\.0\.0\.1:1/);
    });
  });

  for (const { name, lacks } of LANGUAGES) {
    const lacking = skipReason(`programs in ${name}`, ...lacks);
    test.skipIf(lacking !== undefined)(
      `${name}: plans the same objects as TypeScript, is refused by property, and converges`,
      async () => {
        const own = await LanguageProgram.create(
          { ...place, folder: join(folder, name) },
          join(EXAMPLES, name),
        );
        const steps = await own.preview();
        expect(byUrn(steps.map(({ urn, newState }) => ({ urn, inputs: newState?.inputs })))).toEqual(
          await planned(),
        );

        await own.configure("canaryWeight", "120");
        const { code, output } = await own.stack.run(["preview", "--stack", "test"]);
        expect(code).not.toBe(0);
        expect(output).toContain('CanaryDeployment "web" cannot be planned, 1 problem');
        expect(output).toMatch(
          /property weight with value '\{120\}' has a problem: 120 is not a share of the connections; give a number from 0 to 100/,
        );
        expect(output).not.toContain("Deployment::web-stable");

        await own.configure("canaryWeight", "25");
        await own.stack.mustRun("up", "--yes", "--skip-preview", "--stack", "test");
        expect((await own.preview()).filter(({ op }) => op !== "same")).toEqual([]);
      },
    );
  }
});
