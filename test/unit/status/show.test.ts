import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { openTerminal } from "../../../src/preview/screen/terminal.js";
import { showStatus } from "../../../src/status/show.js";
import { command, programDirectory, temporaryDirectory } from "../preview/support.js";
import { kubeconfigText, type LiveObject, startCluster } from "./cluster.js";
import { applied, running } from "./live.js";
import { blueGreen, canary } from "./programs.js";
import { kubeProxy } from "./shown.js";

const kitchen = programDirectory("kitchen");

async function release(): Promise<LiveObject[]> {
  return [...running(await applied(canary(25))), ...running(await applied(blueGreen("blue")))];
}

/** Runs `status` in an empty folder, against a cluster. */
async function status(objects: readonly LiveObject[], ...args: string[]) {
  const { kubeconfig, requests } = await startCluster(objects);
  return { ...(await command(["status", "--kubeconfig", kubeconfig, ...args])), requests };
}

const inEmptyFolder = async <T>(run: () => Promise<T>): Promise<T> => {
  const before = process.cwd;
  const directory = temporaryDirectory();
  process.cwd = () => directory;
  return run().finally(() => {
    process.cwd = before;
  });
};

test("status shows the cluster and what up changes in it, and only reads", async () => {
  const objects = [...(await release()), ...kubeProxy("ipvs")];
  const { code, stdout, stderr, requests } = await status(objects, "--cwd", kitchen);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("cluster kind-dev, namespace default, stack dev");
  expect(stdout).toMatch(/^CanaryDeployment myapp {3}weight 20 % → 25\.0 % {3}present 25\.0 %/m);
  expect(stdout).toMatch(/^BlueGreenService shop {3}live blue/m);
  expect(stdout).toMatch(/^kube-proxy ipvs/m);
  expect(requests.length).toBeGreaterThan(5);
  expect(requests.filter((request) => !request.startsWith("GET /api"))).toEqual([]);
});

test("without a project, status shows what the cluster alone knows", async () => {
  await inEmptyFolder(async () => {
    const { code, stdout } = await status(await release());
    expect(code).toBe(0);
    expect(stdout).toContain("CanaryDeployment myapp   sized for 25.0 %   present 25.0 %");
    expect(stdout).toContain("! no Pulumi.yaml here, so what the stack asks for is not shown");
    expect(stdout).not.toContain("up changes");
  });
});

test("a program that cannot be run hides nothing of the cluster", async () => {
  const unconfigured = temporaryDirectory();
  const main = relative(unconfigured, join(kitchen, "index.ts"));
  writeFileSync(join(unconfigured, "Pulumi.yaml"), `name: kitchen\nruntime: nodejs\nmain: ${main}\n`);
  const { code, stdout } = await status(await release(), "--cwd", unconfigured);
  expect(code).toBe(0);
  expect(stdout).toContain("present 25.0 %");
  expect(stdout).toMatch(
    /^! the program cannot be run, so what the stack asks for is not shown: Missing required configuration/m,
  );

  const directory = temporaryDirectory();
  writeFileSync(join(directory, "Pulumi.yaml"), "name: other\nruntime: python\n");
  const python = await status(await release(), "--cwd", directory);
  expect(python.stdout).toMatch(/runtime "python"\s+cannot be previewed/);
});

test("a component is picked by its name, and a name that is wrong gets an answer", async () => {
  const one = await status(await release(), "shop", "--cwd", kitchen);
  expect(one.code).toBe(0);
  expect(one.stdout).toContain("BlueGreenService shop");
  expect(one.stdout).not.toContain("CanaryDeployment");

  const typo = await status(await release(), "shp", "--cwd", kitchen);
  expect(typo).toMatchObject({ code: 2, stdout: "" });
  expect(typo.stderr).toMatch(/^error: no component "shp" in namespace default; did you mean "shop"\?\n/);
  const other = await status(await release(), "database", "--cwd", kitchen);
  expect(other.stderr).toMatch(/; the components there are myapp, shop\n/);
});

test("status prints JSON, and writes a page", async () => {
  const html = join(temporaryDirectory(), "status.html");
  const { stdout } = await status(await release(), "--cwd", kitchen, "--json", "--html", html);
  expect(JSON.parse(stdout)).toMatchObject({
    cluster: "kind-dev",
    namespaces: ["default"],
    stack: "dev",
    components: [
      { name: "myapp", share: { asked: 20, achieved: 25, sized: 25, present: 25 } },
      { name: "shop", color: { asked: "blue", present: "blue" } },
    ],
    unread: [],
  });
  expect(readFileSync(html, "utf8")).toContain("<h2>myapp</h2>");
});

test("a page that cannot be written is refused", async () => {
  const missing = join(temporaryDirectory(), "no", "such", "folder", "status.html");
  const { code, stderr } = await status(await release(), "--cwd", kitchen, "--html", missing);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `error: --html ${missing} cannot be written: there is no such folder; create it first\n`,
  );
  const folder = temporaryDirectory();
  expect((await status(await release(), "--cwd", kitchen, "--html", folder)).stderr).toBe(
    `error: --html ${folder} cannot be written: it is a folder; name a file\n`,
  );
});

test("a cluster that cannot be read ends the command with code 1 and a remedy", async () => {
  const directory = temporaryDirectory();
  const file = join(directory, "kubeconfig");
  writeFileSync(file, kubeconfigText("http://127.0.0.1:1"));
  const down = await command(["status", "--kubeconfig", file, "--cwd", kitchen]);
  expect(down).toMatchObject({ code: 1, stdout: "" });
  expect(down.stderr).toMatch(
    /^error: cluster kind-dev cannot be read: the cluster does not answer: .*ECONNREFUSED.*\n--kubeconfig FILE and --context NAME choose another cluster\n$/,
  );
  const context = await command(["status", "--kubeconfig", file, "--context", "prod", "--cwd", kitchen]);
  expect(context.stderr).toBe(
    'error: the kubeconfig has no context "prod"; it has the contexts kind-dev\n--kubeconfig FILE and --context NAME choose the cluster\n',
  );
  const none = await command(["status", "--cwd", kitchen], { KUBECONFIG: join(directory, "none") });
  expect(none).toMatchObject({ code: 1 });
  expect(none.stderr).toMatch(/^error: the kubeconfig cannot be read: ENOENT/);
});

test("a user who may not list Deployments learns which permission is missing", async () => {
  const { kubeconfig } = await startCluster(await release(), { forbidden: ["deployments"] });
  const { code, stderr } = await command(["status", "--kubeconfig", kubeconfig, "--cwd", kitchen, "-A"]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    'error: cluster kind-dev cannot be read: deployments is forbidden: User "jane" cannot list resource "deployments" in API group "" at the cluster scope\n' +
      "status needs permission to list Deployments; --namespace NAME looks in one namespace only\n",
  );
});

test("a project or stack that the command line names must exist", async () => {
  const empty = temporaryDirectory();
  mkdirSync(join(empty, "inner"));
  const { code, stderr } = await status([], "--cwd", join(empty, "inner"));
  expect(code).toBe(2);
  expect(stderr).toContain("there is no Pulumi.yaml");
});

/** Runs `status --watch`; `changes` are made between the looks, and after them it is stopped. */
async function watched(args: object, changes: readonly (() => void)[], kubeconfig: string) {
  const printed: string[] = [];
  const write = (text: string) => printed.push(text);
  const terminal = openTerminal(
    { write } as unknown as NodeJS.WriteStream,
    { write } as unknown as NodeJS.WriteStream,
    {},
  );
  const controller = new AbortController();
  const left = [...changes];
  const pause = async () => {
    const change = left.shift();
    if (change) change();
    else controller.abort();
  };
  const request = { name: "status", component: undefined, kubeconfig, watch: true, ...args } as const;
  const ports = { terminal, environment: {}, plan: async () => undefined, stopped: controller.signal, pause };
  await showStatus(request, { ...ports, now: () => new Date("2026-01-02T03:04:05Z") });
  return printed.join("");
}

test("--watch prints again only after a change, goes on when the cluster is away, and ends when stopped", async () => {
  const cluster = await startCluster(await release());
  const before = cluster.objects;
  const none = () => undefined;
  const text = await watched({ component: "shop" }, [none, none], cluster.kubeconfig);
  expect(text.match(/BlueGreenService/g)).toHaveLength(1);

  const flip = () => {
    cluster.objects = before.map((object) => {
      if (object.kind !== "Service" || object.metadata.name !== "shop") return object;
      const key = Object.keys(object.spec.selector).find((label) => label.endsWith("/color")) ?? "";
      return { ...object, spec: { ...object.spec, selector: { ...object.spec.selector, [key]: "green" } } };
    });
  };
  const away = () => {
    cluster.forbidden = ["deployments"];
  };
  const back = () => {
    cluster.forbidden = [];
  };
  const log = await watched({ component: "shop" }, [flip, none, away, back], cluster.kubeconfig);
  expect(log.match(/live \w+|error: cluster/g)).toEqual([
    "live blue",
    "live green",
    "error: cluster",
    "live green",
  ]);
});

test("--watch with --json prints one line for each change, and with --html keeps the page current", async () => {
  const cluster = await startCluster(await release());
  const html = join(temporaryDirectory(), "status.html");
  const grow = () => {
    cluster.objects = [];
  };
  const lines = await watched({ json: true, html }, [() => undefined, grow], cluster.kubeconfig);
  const found = lines.split("\n").filter((line) => line !== "");
  expect(found.map((line) => JSON.parse(line).components.length)).toEqual([2, 0]);
  expect(existsSync(html) && readFileSync(html, "utf8")).toContain(
    "no CanaryDeployment and no BlueGreenService",
  );
});

test("--watch ends with the error when the first look fails", async () => {
  const { kubeconfig } = await startCluster([], { forbidden: ["deployments"] });
  await expect(watched({}, [], kubeconfig)).rejects.toMatchObject({ code: 1 });
});
