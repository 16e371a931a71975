import { describe, expect, it } from "vitest";
import { helpOf } from "./help.js";
import { imagesOf, readOptions, WrongUse } from "./options.js";
import { OPTIONS } from "./table.js";

/** A file that is there. */
const FILE = import.meta.filename;

describe("readOptions", () => {
  const shell = { KUBECONFIG: FILE };

  it("takes a cluster of the test's own, whatever KUBECONFIG a shell has", () => {
    expect(readOptions([], shell).kubeconfig).toBeUndefined();
    expect(readOptions(["--long", "--rate", "500"], shell).kubeconfig).toBeUndefined();
  });

  it("takes the cluster that is named", () => {
    expect(readOptions(["--kubeconfig", FILE], {}).kubeconfig).toBe(FILE);
    expect(readOptions(["--foreign"], shell).kubeconfig).toBe(FILE);
    expect(readOptions(["--foreign", "--kubeconfig", FILE], {}).kubeconfig).toBe(FILE);
  });

  it("refuses to guess which cluster is meant", () => {
    expect(() => readOptions(["--foreign"], {})).toThrow("--foreign: KUBECONFIG is not set");
    expect(() => readOptions(["--foreign"], { KUBECONFIG: "a:b" })).toThrow("names several files");
    expect(messageOf(["--kubeconfig", ""])).toEqual(["--kubeconfig needs a value: --kubeconfig FILE"]);
    expect(messageOf(["--kubeconfig", "/nowhere"])).toEqual(["--kubeconfig: there is no file /nowhere"]);
  });

  it("refuses what has no meaning on the cluster, all of it at once", () => {
    const foreign = [
      "--kubeconfig",
      FILE,
      "--modes",
      "iptables",
      "--serve",
      "--rate",
      "451",
      "--images",
      "one",
    ];
    const own = ["--address", "node", "--rounds", "none", "--driver", "helm"];
    expect(messageOf(foreign)).toEqual([
      "--modes is about a cluster of the test's own",
      "--serve is about a cluster of the test's own",
      "--images: one is not two images with a comma between",
      "--rate: 451 is not a number from 1 to 450",
    ]);
    expect(messageOf(own)).toEqual([
      "--address needs --kubeconfig",
      "--driver: helm is neither pulumi nor direct",
      "--rounds: none is not a number from 1 on",
    ]);
  });

  it("refuses typos, all of them at once, with what is allowed", () => {
    const typos = [
      "--mods",
      "iptables",
      "--modes=nftable,ipvs-xx",
      "--rate",
      "--long",
      "--serve=yes",
      "--only",
      "swich",
    ];
    expect(messageOf(typos)).toEqual([
      "--mods is no option; did you mean --modes?",
      "--rate needs a value: --rate N",
      "--serve takes no value",
      '"iptables" is no option; a text with spaces needs quotes: --only "two steps"',
      '--modes: "nftable" is none of nftables, iptables, ipvs-rr, ipvs-lc, ipvs-sed, ipvs-nq, ipvs-sh, ipvs-dh',
      '--modes: "ipvs-xx" is none of nftables, iptables, ipvs-rr, ipvs-lc, ipvs-sed, ipvs-nq, ipvs-sh, ipvs-dh',
      '--only: no scenario has "swich" in its name; the nearest is "switch"; --list shows all',
    ]);
    expect(() => readOptions(["-x"], {})).toThrow(new WrongUse("-x is no option; --help lists all"));
  });

  it("refuses scenarios that the run cannot take", () => {
    expect(messageOf(["--only", "spread", "--modes", "iptables"])).toEqual([
      "--only: spread needs kube-proxy in mode ipvs: --modes ipvs-rr",
    ]);
    expect(messageOf(["--only", "spread", "--modes", "ipvs-lc"])).toEqual([]);
    expect(messageOf(["--only", "switch", "--kubeconfig", FILE])).toEqual([
      "--only: on a cluster that is there, only releases and broken image run, not switch",
    ]);
  });

  it("takes the results that are to be summed up", () => {
    expect(readOptions(["--sum-up", "proof.md", FILE], {}).results).toEqual([FILE]);
    expect(messageOf(["--sum-up", "proof.md"])).toEqual([
      "--sum-up needs results: --sum-up FILE RESULT.json …",
    ]);
    expect(messageOf(["--sum-up", "proof.md", "nowhere.json"])).toEqual([
      "--sum-up: there is no file nowhere.json",
    ]);
  });
});

describe("helpOf", () => {
  it.each([60, 100, 200])("shows every option in %d columns", (width) => {
    const text = helpOf(width);
    expect(text.split("\n").filter((line) => line.length > width)).toEqual([]);
    for (const [name, { value }] of Object.entries(OPTIONS))
      expect(text).toMatch(new RegExp(`^  --${name}${value === undefined ? "" : ` ${value}`}( |$)`, "m"));
  });
});

describe("imagesOf", () => {
  it("takes two", () => {
    expect(imagesOf("a:1,b:5000/c@sha256:0")).toEqual(["a:1", "b:5000/c@sha256:0"]);
    expect(["", "a", "a,", "a,b,c"].map(imagesOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

function messageOf(args: readonly string[]): string[] {
  try {
    readOptions(args, {});
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  return [];
}
