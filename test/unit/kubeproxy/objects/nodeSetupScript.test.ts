import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeSetupScript } from "../../../../src/kubeproxy/objects/nodeSetupScript.js";

/** A node as the script sees it: its kernel, and the output of the commands of kube-proxy's image. */
interface Node {
  /** Modules that modprobe knows. */
  readonly modules?: readonly string[];
  /** Symbols of the kernel. */
  readonly symbols?: readonly string[];
  readonly release?: string;
  readonly nft?: boolean;
  /** What iptables-save prints. */
  readonly rules?: string;
  /** Whether the interface of mode ipvs is left. */
  readonly ipvsInterface?: boolean;
}

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kube-proxy-node-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const IPVS = {
  MODE: "ipvs",
  SCHEDULER: "lc",
  FALLBACK: "iptables",
  CONFIG: "config",
  FALLBACK_CONFIG: "fallback",
  EFFECTIVE_CONFIG: "effective",
};
const NFTABLES = { ...IPVS, MODE: "nftables" };
/** What the script may call, besides the shell. */
const COMMANDS = ["modprobe", "nft", "iptables-save", "ip6tables-save", "kube-proxy", "cat", "grep"];
const ALL_MODULES = ["ip_vs", "ip_vs_lc", "nf_conntrack"];

/** Runs the script on this node, with only its own folder of commands on PATH, and returns every effect. */
function prepare(env: Record<string, string>, node: Node) {
  const { modules = [], symbols = [], release = "6.1.0-18-amd64", nft = false, rules = "" } = node;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("dev/termination-log", "");
  write("proc/kallsyms", symbols.map((symbol) => `0000000000000000 t ${symbol}\n`).join(""));
  write("proc/sys/kernel/osrelease", `${release}\n`);
  write("config", "the mode's file\n");
  write("fallback", "the fallback's file\n");
  if (node.ipvsInterface) write("sys/class/net/kube-ipvs0/ifindex", "7\n");
  mkdirSync(join(root, "bin"));
  for (const name of COMMANDS) symlinkSync(join(__dirname, "nodeCommand.sh"), join(root, "bin", name));
  write("modules", modules.map((name) => `${name}\n`).join(""));
  if (nft) write("nft-works", "");
  write("rules", rules);
  write("calls", "");
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", nodeSetupScript()], {
    cwd: root,
    env: { PATH: join(root, "bin"), ROOT: root, ...env },
    encoding: "utf8",
  });
  const text = (path: string) =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
  const calls = (text("calls") as string)
    .split("\n")
    .filter((call) => /^(modprobe|nft|kube-proxy)/.test(call));
  return {
    status,
    stdout,
    stderr,
    said: text("dev/termination-log")?.trim(),
    effective: text("effective"),
    calls,
  };
}

const runsMode = (mode: string) => ({ status: 0, said: mode, effective: "the mode's file\n", stderr: "" });
const fallsBack = (why: string) => ({
  status: 0,
  said: `iptables, because ${why}`,
  effective: "the fallback's file\n",
  stderr: "",
});

describe("a node runs ipvs", () => {
  test("when the modules exist, without loading them", () => {
    const done = prepare(IPVS, { modules: ALL_MODULES });
    expect(done).toMatchObject(runsMode("ipvs"));
    expect(done.calls).toEqual(ALL_MODULES.map((name) => `modprobe -q -n ${name}`));
  });

  test("after loading the modules", () => {
    const done = prepare({ ...IPVS, LOAD_MODULES: "true" }, { modules: ALL_MODULES });
    expect(done).toMatchObject(runsMode("ipvs"));
    expect(done.calls).toEqual(ALL_MODULES.map((name) => `modprobe -q ${name}`));
  });

  test("when the modules are built in and not listed", () => {
    const symbols = ["ip_vs_in_hook", "ip_vs_lc_schedule", "nf_conntrack_in"];
    expect(prepare(IPVS, { symbols })).toMatchObject(runsMode("ipvs"));
  });

  test("with scheduler none without a module of that name", () => {
    expect(prepare({ ...IPVS, SCHEDULER: "none" }, { modules: ALL_MODULES })).toMatchObject(runsMode("ipvs"));
  });
});

describe("a node falls back", () => {
  test.each([
    ["IPVS", [], "ip_vs"],
    ["the scheduler", ["ip_vs", "ip_vs_rr", "nf_conntrack"], "ip_vs_lc"],
    ["connection tracking", ["ip_vs", "ip_vs_lc"], "nf_conntrack"],
  ])("without %s", (_name, modules, lacks) => {
    expect(prepare(IPVS, { modules })).toMatchObject(fallsBack(`this node has no kernel module ${lacks}`));
  });

  test.each(["4.19.0", "5.4.0-150-generic", "5.12.19", "5.10.0+"])("from nftables on Linux %s", (release) => {
    const old = fallsBack(`Linux ${release} is older than 5.13`);
    expect(prepare(NFTABLES, { release, nft: true })).toMatchObject(old);
  });

  test.each(["5.13.0", "5.15-rc1", "6.1.0-18-amd64", "10.0"])("but not on Linux %s", (release) => {
    expect(prepare(NFTABLES, { release, nft: true })).toMatchObject(runsMode("nftables"));
  });

  test("from nftables where nft does not work", () => {
    expect(prepare(NFTABLES, {})).toMatchObject(fallsBack("nft does not work on this node"));
  });
});

describe("a node stops before anything is changed", () => {
  test("when it can run neither mode", () => {
    const done = prepare(
      { ...IPVS, FALLBACK: "nftables", CLEANUP: "true" },
      { rules: ":KUBE-SVC-A - [0:0]\n" },
    );
    expect(done).toMatchObject({ status: 1, effective: undefined });
    expect(done.said).toBe("cannot run mode ipvs: nft does not work on this node");
    expect(done.calls).not.toContain("kube-proxy --cleanup");
  });

  test("when a module cannot be loaded and there is no fallback", () => {
    const done = prepare({ MODE: "ipvs", SCHEDULER: "lc", LOAD_MODULES: "true" }, { modules: ["ip_vs"] });
    expect(done).toMatchObject({
      status: 1,
      said: "cannot run mode ipvs: this node has no kernel module ip_vs_lc",
    });
  });

  test("when the file does not exist yet", () => {
    const done = prepare({ ...IPVS, FALLBACK_CONFIG: "missing" }, {});
    expect(done.status).not.toBe(0);
    expect(done.said).toBe("");
  });
});

describe("rules are deleted", () => {
  const cleans = (env: Record<string, string>, node: Node) =>
    prepare({ CLEANUP: "true", ...env }, node).calls.includes("kube-proxy --cleanup");
  const ipvs = { MODE: "ipvs", SCHEDULER: "lc" };
  const iptables = { MODE: "iptables" };
  const rules = ":KUBE-SVC-NPX46M4PTMTKRN6Y - [0:0]\n";

  test.each<[string, boolean, Record<string, string>, Node]>([
    ["those of iptables before ipvs", true, ipvs, { modules: ALL_MODULES, rules }],
    [
      "ipvs' own chains before ipvs",
      false,
      ipvs,
      { modules: ALL_MODULES, rules: ":KUBE-SERVICES - [0:0]\n" },
    ],
    ["those of ipvs before iptables", true, iptables, { ipvsInterface: true }],
    ["those of iptables before iptables", false, iptables, { rules }],
    ["those of ipvs before a fallback to iptables", true, IPVS, { ipvsInterface: true }],
    ["any before nftables", false, { MODE: "nftables" }, { nft: true, rules, ipvsInterface: true }],
    ["any without being asked", false, { ...ipvs, CLEANUP: "" }, { modules: ALL_MODULES, rules }],
  ])("%s: %s", (_name, deleted, env, node) => {
    expect(cleans(env, node)).toBe(deleted);
  });
});

test("the kubelet expands nothing in it", () => {
  expect(nodeSetupScript()).not.toMatch(/\$[$(]/);
});

test("the package contains the script that dist reads", () => {
  const { files } = JSON.parse(readFileSync(join(__dirname, "../../../../package.json"), "utf8"));
  expect(files).toEqual(expect.arrayContaining(["dist", "src"]));
});
