import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { needsCommand, needsFile, needsRoot, skipReason } from "../../support/needs.js";
import { TOKEN } from "../boot/apiServer.js";
import { binary } from "../boot/binaries.js";
import { CONTROL_PLANE } from "../boot/network.js";
import { eventually, run } from "../commands.js";
import { family, leftOf, type Process, type Traces, tracesOf } from "./leftovers.js";

const missing = skipReason(
  "what a killed cluster test leaves",
  needsRoot(),
  ...["go", "containerd", "etcd"].map((name) => needsCommand(name)),
  needsFile(binary("kube-proxy"), "kube-proxy", "npm run test:cluster builds it"),
);

/** Seconds to boot, and seconds until all is removed: both on a busy machine. */
const BOOTED = 240;
const REMOVED = 90;

/** How the command lines of the processes of a run begin, or what they contain. */
const KINDS = {
  npm: /^npm run/,
  main: /^\S*node .*cluster\/main\.ts/,
  "first process": /^unshare --net/,
  inside: /^\S*node .*cluster\/inside\.ts/,
  containerd: /^\S*containerd /,
  kubelet: /^\S*kubelet /,
  remover: /^\S*node .*cluster\/remove\.ts/,
};
type Kind = keyof typeof KINDS;

/** A cluster that is kept until something ends it. */
class Run {
  readonly #folder = mkdtempSync(join(tmpdir(), "cleanup-test-"));
  readonly #npm: ChildProcess;

  constructor() {
    const log = openSync(this.#log, "w");
    const options = [
      "--driver",
      "direct",
      "--serve",
      "--modes",
      "nftables",
      "--out",
      join(this.#folder, "out.json"),
    ];
    this.#npm = spawn("npm", ["run", "test:cluster", "--", ...options], {
      stdio: ["ignore", log, log],
      detached: true,
    });
  }

  get #log(): string {
    return join(this.#folder, "log");
  }

  /** The process of a kind, once it runs. */
  find(kind: Kind): Promise<Process> {
    return eventually(`${kind} runs`, BOOTED, async () => {
      const found = family(this.#npm.pid as number).find(({ command }) => KINDS[kind].test(command));
      if (!found) throw new Error(`it does not: ${this.output()}`);
      return found;
    });
  }

  ready(): Promise<void> {
    return eventually("the cluster is ready", BOOTED, async () => {
      if (!/ready, with kube-proxy/.test(this.output())) throw new Error(this.output());
    });
  }

  /** Runs a pod, whose container has control groups. */
  async startPod(): Promise<void> {
    const { pid } = await this.find("inside");
    const url = `https://${CONTROL_PLANE}:6443/api/v1/namespaces/default/pods`;
    const curl = (...args: string[]) =>
      run("nsenter", [
        "--net",
        "--target",
        String(pid),
        "curl",
        "-fsk",
        "-H",
        `Authorization: Bearer ${TOKEN}`,
        ...args,
      ]);
    const spec = { containers: [{ name: "app", image: "janakiramm/myapp:v1", imagePullPolicy: "Never" }] };
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "one" }, spec };
    await eventually("the pod is created", BOOTED, () =>
      curl("-H", "Content-Type: application/json", "-d", JSON.stringify(pod), url),
    );
    await eventually("the pod runs", BOOTED, async () => {
      const { status } = JSON.parse(await curl(`${url}/one`));
      if (status.phase !== "Running") throw new Error(status.phase);
    });
  }

  async traces(): Promise<Traces> {
    const { command } = await this.find("remover");
    return tracesOf(this.#npm.pid as number, command.trim().split(" ").at(-1) ?? "");
  }

  output(): string {
    return readFileSync(this.#log, "utf8");
  }

  /** Ends it as Ctrl-C does, if it still runs. */
  close(): void {
    try {
      process.kill(-(this.#npm.pid as number), "SIGINT");
    } catch {} // it has ended
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

let cluster: Run | undefined;
afterEach(() => cluster?.close());

async function nothingIsLeft(traces: Traces): Promise<void> {
  await eventually("all is removed", REMOVED, async () => {
    const left = leftOf(traces);
    if (left.length > 0) throw new Error(left.join("\n"));
  });
  expect(leftOf(traces)).toEqual([]);
}

describe.skipIf(missing !== undefined)("a run of the cluster test", () => {
  test.each<Kind>(["npm", "main", "first process", "inside"])(
    "leaves nothing when its %s is killed",
    async (kind) => {
      cluster = new Run();
      await cluster.find("kubelet");
      const traces = await cluster.traces();
      expect(traces.namespaces.length).toBeGreaterThan(3);
      const { pid } = await cluster.find(kind);
      process.kill(pid, "SIGKILL");
      await nothingIsLeft(traces);
    },
  );

  test("leaves nothing, with a pod, when its remover is killed, and then a daemon", async () => {
    cluster = new Run();
    await cluster.ready();
    await cluster.startPod();
    const before = await cluster.traces();
    expect(before.controlGroups.length).toBeGreaterThan(0);
    const killed = await cluster.find("remover");
    process.kill(killed.pid, "SIGKILL");
    const other = await eventually("another remover runs", REMOVED, async () => {
      const { pid } = await (cluster as Run).find("remover");
      if (pid === killed.pid) throw new Error("it is the same");
      return pid;
    });
    process.kill((await cluster.find("containerd")).pid, "SIGKILL");
    await nothingIsLeft({ ...before, pids: [...before.pids, other] });
    expect(cluster.output()).toContain("containerd");
  });

  test("leaves nothing when its kubelet is killed", async () => {
    cluster = new Run();
    await cluster.ready();
    const traces = await cluster.traces();
    process.kill((await cluster.find("kubelet")).pid, "SIGKILL");
    await nothingIsLeft(traces);
    expect(cluster.output()).toMatch(/kubelet\S* ended with SIGKILL/);
  });
});
