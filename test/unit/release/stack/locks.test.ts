import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  conflictText,
  isConflict,
  isStale,
  locksIn,
  locksOnDisk,
} from "../../../../src/release/stack/locks.js";

/** From the CLI 3.260. */
const output = (
  host: string,
) => `error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  file:///state/.pulumi/locks/organization/shop/dev/207c1d0c.json?no_tmp_dir=true: created by root@${host} (pid 4688) at 2026-11-26T01:53:36Z
`;
const dead = () => false;
const alive = () => true;

describe("a conflict", () => {
  it("is recognized, with its locks or with those of Pulumi Cloud", () => {
    expect(isConflict(output("ci-7"))).toBe(true);
    expect(locksIn(output("ci-7"))).toEqual([
      { user: "root", host: "ci-7", pid: 4688, since: "2026-11-26T01:53:36Z" },
    ]);
    expect(isConflict("error: [409] Conflict: Another update is currently in progress.")).toBe(true);
    expect(isConflict("error: update failed")).toBe(false);
  });

  it("names the holder, and advises to wait", () => {
    expect(conflictText("dev", locksIn(output("ci-7")), dead)).toBe(
      "root@ci-7 (process 4688) has held stack dev since 2026-11-26T01:53:36Z.\n" +
        "Wait until its update ends. If that process is gone for certain, remove its lock with pulumi cancel --stack dev.",
    );
    expect(conflictText("dev", locksIn(output(hostname())), alive)).toContain("Wait until its update ends.");
  });

  it("names a process of this machine that is gone, and how to go on", () => {
    expect(conflictText("dev", locksIn(output(hostname())), dead)).toBe(
      `root@${hostname()} (process 4688) has held stack dev since 2026-11-26T01:53:36Z, but that process does not run any more: its update was killed.\n` +
        "Remove its lock with pulumi cancel --stack dev, then run the release again. It repeats the same update first.",
    );
  });

  it("has no holder with Pulumi Cloud", () => {
    expect(conflictText("org/shop/dev", [])).toBe(
      "another update of stack org/shop/dev runs; wait until it ends, or end it with pulumi cancel --stack org/shop/dev if its process is gone",
    );
  });
});

describe("a lock", () => {
  const lock = { user: "root", host: hostname(), pid: process.pid, since: "" };

  it("is stale only if its process ran on this machine and is gone", () => {
    expect(isStale(lock)).toBe(false);
    expect(isStale({ ...lock, pid: 2 ** 22 + 1 })).toBe(true);
    expect(isStale({ ...lock, host: "another", pid: 2 ** 22 + 1 })).toBe(false);
  });

  it("is read from a backend that is a directory, and from no other", () => {
    const backend = mkdtempSync(join(tmpdir(), "backend with space-"));
    onTestFinished(() => rmSync(backend, { recursive: true, force: true }));
    const url = pathToFileURL(backend).href;
    expect(locksOnDisk(url, "shop", "dev")).toEqual([]);
    const folder = join(backend, ".pulumi/locks/organization/shop/dev");
    mkdirSync(folder, { recursive: true });
    const content = { pid: 12, username: "root", hostname: "vm", timestamp: "2026-11-26T01:53:36.67Z" };
    writeFileSync(join(folder, "1.json"), JSON.stringify(content));
    writeFileSync(join(folder, "1.json.attrs"), "{}");
    const expected = [{ user: "root", host: "vm", pid: 12, since: "2026-11-26T01:53:36.67Z" }];
    expect(locksOnDisk(url, "shop", "dev")).toEqual(expected);
    expect(locksOnDisk(`file://${backend}`, "shop", "organization/shop/dev")).toEqual(expected);
    expect(locksOnDisk(url, "shop", "prod")).toEqual([]);
    expect(locksOnDisk("s3://bucket", "shop", "dev")).toEqual([]);
    expect(locksOnDisk("https://api.pulumi.com", "shop", "dev")).toEqual([]);
  });
});
