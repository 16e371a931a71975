import { describe, expect, it } from "vitest";
import { imagesOf, readOptions } from "./options.js";

describe("readOptions", () => {
  const shell = { KUBECONFIG: "/home/me/production" };

  it("takes a cluster of the test's own, whatever KUBECONFIG a shell has", () => {
    expect(readOptions([], shell).kubeconfig).toBeUndefined();
    expect(readOptions(["--long", "--rate", "500"], shell).kubeconfig).toBeUndefined();
  });

  it("takes the cluster that is named", () => {
    expect(readOptions(["--kubeconfig", "mine"], shell).kubeconfig).toBe("mine");
    expect(readOptions(["--foreign"], shell).kubeconfig).toBe("/home/me/production");
    expect(readOptions(["--foreign", "--kubeconfig", "mine"], {}).kubeconfig).toBe("mine");
  });

  it("refuses to guess which cluster is meant", () => {
    expect(() => readOptions(["--foreign"], {})).toThrow("--foreign: KUBECONFIG is not set");
    expect(() => readOptions(["--foreign"], { KUBECONFIG: "a:b" })).toThrow("names several files");
    expect(() => readOptions(["--kubeconfig", ""], shell)).toThrow("--kubeconfig names no file");
  });

  it("refuses what has no meaning on the cluster, all of it at once", () => {
    const foreign = [
      "--kubeconfig",
      "mine",
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
