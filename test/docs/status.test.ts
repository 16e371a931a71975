import { expect, test } from "vitest";
import { parse } from "yaml";
import { statusText } from "../../src/status/text.js";
import { startCluster } from "../unit/status/cluster.js";
import { applied, imageNotFound, planOf, running } from "../unit/status/live.js";
import { lookAt } from "../unit/status/look.js";
import { blueGreen, canary, route } from "../unit/status/programs.js";
import { kubeProxy } from "../unit/status/shown.js";
import { codeBlocks, read } from "./pages.js";

const blocks = codeBlocks(read("docs/status.md"));

async function guide() {
  const objects = [
    ...running(await applied(canary(25)), {
      "myapp-stable": { restarts: 2 },
      "myapp-canary": { ready: 0, failing: [imageNotFound("example.com/myapp:v2")] },
    }),
    ...running(await applied(blueGreen("blue"))),
    ...kubeProxy("nftables"),
  ];
  const plan = await planOf(() => {
    canary(50)();
    blueGreen("green")();
  });
  return { objects, plan };
}

test("docs/status.md shows what the command prints", async () => {
  const { objects, plan } = await guide();
  const status = await lookAt(await startCluster(objects), { plan, kubeProxy: true });
  const screen = blocks.find(({ code }) => code.startsWith("$ npx pulumi-kubernetes-traffic status\n"));
  expect(screen?.code.trimEnd().split("\n").slice(1)).toEqual(statusText(status, { width: 100 }));
});

test("the role in docs/status.md allows every request", async () => {
  const { objects } = await guide();
  const routed = running(await applied(canary(25, { method: "route", route }, "routed")));
  const cluster = await startCluster([...objects, ...routed]);
  await lookAt(cluster, { kubeProxy: true });
  const { rules } = parse(blocks.find(({ language }) => language === "yaml")?.code ?? "") as {
    rules: Rule[];
  };
  // Every user may ask which APIs there are.
  const requests = cluster.requests.filter((request) => !/ \/apis\/[\w.]+(\/\w+)?$/.test(request));
  expect(requests.length).toBeGreaterThan(8);
  expect(requests.filter((request) => !rules.some((rule) => allows(rule, request)))).toEqual([]);
});

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

function allows({ apiGroups, resources, resourceNames, verbs }: Rule, request: string): boolean {
  const path = /^GET \/(?:api|apis\/([\w.]+))\/\w+\/namespaces\/[\w-]+\/(\w+)(?:\/([\w-]+))?(?:\?|$)/.exec(
    request,
  );
  if (!path) return false;
  const [, group = "", resource = "", name] = path;
  const named = resourceNames === undefined || (name !== undefined && resourceNames.includes(name));
  const verb = name === undefined ? "list" : "get";
  return apiGroups.includes(group) && resources.includes(resource) && named && verbs.includes(verb);
}
