import { expect, test } from "vitest";
import { parse } from "yaml";
import { openCluster } from "../../src/cluster/open.js";
import { readReadyPods } from "../../src/cluster/readyPods.js";
import { readRollout } from "../../src/cluster/rollout.js";
import { jobCheck } from "../../src/release/checks/job.js";
import { openJobCluster } from "../../src/release/checks/jobCluster.js";
import type { Side } from "../../src/release/driver/ports.js";
import { parseRelease } from "../../src/release/options.js";
import { openPods } from "../../src/release/pods/openPods.js";
import { startJobServer } from "../unit/release/checks/jobServer.js";
import { startCluster } from "../unit/status/cluster.js";
import { applied, running } from "../unit/status/live.js";
import { canary } from "../unit/status/programs.js";
import { codeBlocks, pages, read, root } from "./pages.js";

const guide = read("docs/release.md");
const yaml = yamlOf("docs/release.md");

function yamlOf(page: string) {
  return codeBlocks(read(page)).flatMap(({ language, code, line }) =>
    language === "yaml" ? [{ code, place: `${page}:${line}`, keys: Object.keys(parse(code)) }] : [],
  );
}

/** Commands of a page: words after `pulumi-kubernetes-traffic release` or `release`, in blocks and in code style. */
function commandsOn(page: string): string[][] {
  const text = read(page);
  const inBlocks = codeBlocks(text).flatMap(({ code }) => [
    ...code.matchAll(/^(?:\$ )?npx pulumi-kubernetes-traffic release ?(.*?)(?:\s+#.*)?$/gm),
  ]);
  const inText = [...text.matchAll(/`release ((?:plan|run|step|status|abort|replay|demo)[^`]*)`/g)];
  return [...inBlocks, ...inText].map(([, words = ""]) => words.split(/\s+/).filter((word) => word !== ""));
}

test.each(pages)("%s has only commands of a release that the command line accepts", (page) => {
  for (const [name = "", ...options] of commandsOn(page)) {
    const file = name === "replay" && options.length === 0 ? ["status.json"] : [];
    const parsed = parseRelease([name, ...options, ...file]);
    expect(parsed).toMatchObject({ name });
  }
});

test("there are such commands", () => {
  expect(commandsOn("docs/release.md").length).toBeGreaterThan(10);
  expect(commandsOn("README.md").length).toBeGreaterThan(2);
});

/** The rows of the table of options: the option, and the commands that have it. */
const optionRows = guide.split("\n").flatMap((line) => {
  const [, option = "", of = ""] = line.split("|");
  const [long] = /--[a-z-]+/.exec(option) ?? [];
  return line.startsWith("| `-") && long !== undefined ? [{ long, of }] : [];
});

test.each(["plan", "run", "step", "status", "abort", "replay", "demo"])(
  "docs/release.md has every option of release %s, and no other",
  (name) => {
    const help = parseRelease([name, "--help"]);
    const offered = [...(help.name === "print" ? help.text : "").matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)];
    const documented = optionRows.filter(
      ({ of }) => of.includes("all but") !== of.includes(`\`${name}\``), // "all but" lists those without it
    );
    expect([...documented.map(({ long }) => long), "--help"].sort()).toEqual(
      offered.map(([, long]) => long).sort(),
    );
  },
);

test("the role in docs/release.md allows every request", async () => {
  const { rules } = parse(yaml.find(({ keys }) => keys.includes("rules"))?.code ?? "") as { rules: Rule[] };
  const requests = [...(await requestsForPods()), ...(await requestsOfJob()), ...(await requestsOfFailure())];
  expect(requests.length).toBeGreaterThan(5);
  expect(requests.filter((request) => !rules.some((rule) => allows(rule, request)))).toEqual([]);
});

async function requestsForPods(): Promise<readonly string[]> {
  const labels = { app: "myapp" };
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "myapp-1", namespace: "default", labels },
    status: { phase: "Pending" },
  };
  const { kubeconfig, requests } = await startCluster([pod]);
  const side = (name: string): Side => ({ name, version: name, pods: 1, labels });
  const pods = openPods(() => openCluster({ kubeconfig, context: undefined }));
  const question = { namespace: "default", stable: side("stable"), canary: side("canary"), since: 0 };
  expect((await pods.read(question)).problem).toBeUndefined();
  return requests;
}

/** What a failed `up` reads to explain itself. */
async function requestsOfFailure(): Promise<readonly string[]> {
  const labels = { app: "myapp" };
  const { kubeconfig, requests } = await startCluster([
    ...running(await applied(canary(25))),
    { kind: "Service", metadata: { name: "web", namespace: "default" }, spec: { selector: labels } },
  ]);
  const reader = await openCluster({ kubeconfig, context: undefined });
  expect(await readRollout(reader, "default", "myapp-stable")).toBeDefined();
  expect(await readReadyPods(reader, "default", "web")).toEqual([]);
  return requests;
}

async function requestsOfJob(): Promise<readonly string[]> {
  const server = await startJobServer({ pods: [{ metadata: { name: "check" } }], log: "done" });
  const check = { check: "job", file: "test/docs/job.yaml", timeout: 10 } as const;
  const open = () => openJobCluster({ kubeconfig: server.kubeconfig, context: undefined });
  const { passed, text } = await jobCheck(check, new AbortController().signal, { cwd: root, open });
  await server.close();
  expect({ passed, text }).toMatchObject({ passed: true });
  return server.requests;
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const VERBS: Readonly<Record<string, string>> = { POST: "create", DELETE: "delete" };

function allows({ apiGroups, resources, verbs }: Rule, request: string): boolean {
  const path =
    /^(\w+) \/(?:api|apis\/([\w.]+))\/\w+\/namespaces\/[\w-]+\/(\w+)(?:\/([\w-]+))?(?:\/(\w+))?(?:\?|$)/.exec(
      request,
    );
  if (!path) return false;
  const [, method = "", group = "", resource = "", name, part] = path;
  const kind = part === undefined ? resource : `${resource}/${part}`;
  const verb = VERBS[method] ?? (name === undefined ? "list" : "get");
  return apiGroups.includes(group) && resources.includes(kind) && verbs.includes(verb);
}
