import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { informWhenUnknown, type Live } from "../../../../src/kubeproxy/live/read.js";
import { KUBEADM } from "../../../../src/kubeproxy/schema/layouts.js";
import { rejectionsOf } from "../rejections.js";
import { KUBEADM_LIVE } from "./liveCluster.js";

const UNREADABLE =
  "ConfigMap kube-system/kube-proxy and DaemonSet kube-system/kube-proxy: cannot be read in this preview, so it does not show their changes; up reads and checks them before it changes anything";

const unknown = () => pulumi.output(pulumi.unknown) as unknown as pulumi.Output<Live>;
const known = () => pulumi.output(KUBEADM_LIVE) as pulumi.Output<Live>;

async function notesOf(live: pulumi.Output<Live>): Promise<string[]> {
  const problems = new Problems("it");
  await informWhenUnknown(live, KUBEADM, problems);
  return problems.notes;
}

describe.each([
  ["preview", true],
  ["update", false],
])("in %s", (_name, preview) => {
  beforeEach(() => {
    const mocks = { newResource: () => ({ id: "id", state: {} }), call: () => ({}) };
    return pulumi.runtime.setMocks(mocks, "project", "stack", preview);
  });

  test("a known cluster has no note", async () => {
    expect(await notesOf(known())).toEqual([]);
  });

  test("an unknown cluster has a note in a preview only", async () => {
    expect(await notesOf(unknown())).toEqual(preview ? [UNREADABLE] : []);
  });

  test("a cluster that cannot be read has its own error and no note", async () => {
    let notes: string[] | undefined;
    const rejections = await rejectionsOf(async () => {
      notes = await notesOf(
        pulumi.output(Promise.reject<Live>(new Error("no such cluster"))) as pulumi.Output<Live>,
      );
    });
    expect(notes).toEqual([]);
    expect(rejections).toEqual(["no such cluster"]);
  });
});
