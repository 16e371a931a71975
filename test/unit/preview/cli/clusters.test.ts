import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { command, programDirectory, temporaryDirectory } from "../support.js";

interface Place {
  readonly resource: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Previews Services in these places. The first lines of stdout, a banner, are left out. */
async function preview(directory: string, places: readonly Place[], ...options: string[]) {
  const config = `places=${JSON.stringify(places)}`;
  const program = programDirectory("clusters");
  const args = ["preview", "-C", program, "--render", directory, "-c", config, ...options];
  const { code, stdout, stderr } = await command(args);
  return { code, stderr, stdout, lines: stdout.split("\n").slice(2) };
}

/** Every file below a directory. */
const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => !statSync(join(directory, path)).isDirectory())
    .sort();

const AKS = { resource: "aks", kubeconfig: "aks" };
const EKS = { resource: "eks", kubeconfig: "eks" };

describe("objects of one name", () => {
  it("have a folder each in two clusters, whose names are on the screen, and do not change forever", async () => {
    const directory = temporaryDirectory();
    const first = await preview(directory, [AKS, EKS]);
    expect(first.code).toBe(0);
    expect(first.lines.slice(0, 5)).toEqual([
      "Other resources",
      "  pulumi:providers:kubernetes aks",
      "+ Service         app   on aks   ClusterIP 80",
      "  pulumi:providers:kubernetes eks",
      "+ Service         app   on eks   ClusterIP 80",
    ]);
    expect(filesIn(directory)).toEqual([
      "aks/1-manifest/v1-service-default-app.yaml",
      "aks/kustomization.yaml",
      "clusters.yaml",
      "eks/1-manifest/v1-service-default-app.yaml",
      "eks/kustomization.yaml",
    ]);
    expect((await preview(directory, [AKS, EKS])).stdout).toContain("nothing changes, 2 objects stay");
  });

  it("keep the files of one cluster when a second one comes and goes", async () => {
    const directory = temporaryDirectory();
    await preview(directory, [AKS]);
    expect(filesIn(directory)).toEqual(["1-manifest/v1-service-default-app.yaml", "kustomization.yaml"]);
    expect((await preview(directory, [AKS, EKS])).stdout).toContain("1 object to create, 1 stays");
    const gone = await preview(directory, [AKS]);
    expect(gone.stdout).toContain("1 object to delete, 1 stays");
    expect(gone.stdout).toContain("- Service         app   on eks\n");
    expect(filesIn(directory)).toEqual(["1-manifest/v1-service-default-app.yaml", "kustomization.yaml"]);
  });

  it("are in two clusters by two contexts of one kubeconfig", async () => {
    const directory = temporaryDirectory();
    const place = (context: string) => ({ resource: context, kubeconfig: "k", context });
    expect((await preview(directory, [place("east"), place("west")])).code).toBe(0);
    expect(readdirSync(directory).sort()).toEqual(["clusters.yaml", "east", "west"]);
  });

  it("have two files in two namespaces, which are on the screen", async () => {
    const directory = temporaryDirectory();
    const places = [
      { resource: "one", namespace: "team" },
      { resource: "two", namespace: "default" },
    ];
    const { code, lines } = await preview(directory, places);
    expect(code).toBe(0);
    expect(lines.slice(0, 3)).toEqual([
      "Other resources",
      "+ Service         app   in team   ClusterIP 80",
      "+ Service         app             ClusterIP 80",
    ]);
    expect(filesIn(directory)).toHaveLength(3);
  });

  it.each([
    ["without a provider", [{ resource: "one" }, { resource: "two" }], ""],
    [
      "with two providers that connect in the same way",
      [AKS, { ...AKS, resource: "other" }],
      " on cluster aks",
    ],
  ])("are refused in one cluster, and nothing is written: %s", async (_, places, where) => {
    const directory = join(temporaryDirectory(), "render");
    const { code, stderr } = await preview(directory, places);
    const [one, two] = places.map(({ resource }) => resource);
    expect([code, stderr]).toEqual([
      1,
      [
        "error: the program is refused, nothing is written, 1 problem:",
        `  Service "app"${where}: is one object in the cluster, but 2 resources of the program: Service "${one}", Service "${two}"; rename all but one, or give each another namespace or provider`,
        "",
      ].join("\n"),
    ]);
    expect(existsSync(directory)).toBe(false);
  });

  it("are documents under the name of their cluster with --yaml", async () => {
    const { stdout } = await preview(temporaryDirectory(), [AKS, EKS], "--yaml");
    const documents = stdout.split("\n---\n");
    expect(documents.map((text) => text.split("\n")[0])).toEqual(["# Cluster: aks", "# Cluster: eks"]);
    expect(parse(documents[0] ?? "").metadata.name).toBe("app");
  });
});

describe("a name that no file or no cluster can have", () => {
  it.each([
    ["name", { name: "../../../../tmp/evil" }, "metadata.name", '"../../../../tmp/evil"'],
    ["namespace", { namespace: ".." }, "metadata.namespace", '".."'],
  ])("is refused, and nothing is written: %s", async (_, change, path, value) => {
    const outer = temporaryDirectory();
    const { code, stderr } = await preview(join(outer, "a", "b", "render"), [{ resource: "one", ...change }]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `: ${path}: ${value} is not a name that Kubernetes accepts; use letters, digits, - and ., without / and %\n`,
    );
    expect(readdirSync(outer)).toEqual([]);
  });

  it("is shortened in the file if it is only long", async () => {
    const directory = temporaryDirectory();
    const name = "a".repeat(250);
    const { code, stderr } = await preview(directory, [{ resource: "one", name }]);
    expect([code, stderr]).toEqual([0, ""]);
    const [file = ""] = filesIn(join(directory, "1-manifest"));
    expect(parse(readFileSync(join(directory, "1-manifest", file), "utf8")).metadata.name).toBe(name);
  });
});
