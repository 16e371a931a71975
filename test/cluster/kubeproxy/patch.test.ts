import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPulumi } from "../../../src/preview/cli/pulumi.js";
import { needsCommand, skipReason } from "../../support/needs.js";
import { type LoneApiServer, startLoneApiServer } from "../boot/loneApiServer.js";
import { needsApiServer } from "../needs.js";
import { cliDriver } from "./cli.js";
import { apply, directDriver, planned } from "./direct.js";
import type { Driver } from "./driver.js";
import { CONFIG_MAP, DAEMON_SET, LiveCluster, type LiveObject } from "./liveCluster.js";

const missing = skipReason("patches on a real API server", ...needsApiServer());
const missingCli = missing ?? skipReason("patches by the Pulumi CLI", needsCommand("pulumi"));

const MARK = "pulumi-kubernetes-traffic/kube-proxy-config";
const IPVS = { mode: "ipvs", ipvs: { scheduler: "lc" } } as const;
const FALLBACK = { ...IPVS, fallbackMode: "iptables", loadModules: true, cleanup: true } as const;

let api: LoneApiServer;
let cluster: LiveCluster;
let controller: NodeJS.Timeout;
beforeAll(async () => {
  if (missing) return;
  api = await startLoneApiServer();
  cluster = new LiveCluster(api);
  controller = setInterval(() => cluster.observe().catch(() => {}), 300);
});
afterAll(() => {
  clearInterval(controller);
  api?.stop();
});

const DRIVERS: [name: string, start: () => Promise<Driver>, missing: string | undefined][] = [
  ["server-side apply of the plan", async () => directDriver(api), missing],
  ["pulumi up", () => cliDriver(findPulumi(process.env) as string, api.kubeconfig), missingCli],
];

describe.each(DRIVERS)("by %s, in this order,", (_name, start, missing) => {
  const testHere = test.skipIf(missing !== undefined);
  let driver: Driver;
  beforeAll(async () => {
    if (missing) return;
    await cluster.install();
    driver = await start();
  });
  afterAll(() => driver?.end());

  testHere("a change is written over what kubeadm owns, and kube-proxy is restarted once", async () => {
    expect(await driver.up(IPVS)).toBe(2);
    expect(await cluster.file()).toContain('scheduler: "lc"');
    expect(Object.keys((await cluster.read(CONFIG_MAP)).data)).toEqual(["config.conf", "kubeconfig.conf"]);
    expect(await cluster.restarts()).toBe(1);
  });

  testHere("an up without a change does nothing", async () => {
    expect(await driver.up(IPVS)).toBe(0);
    expect(await cluster.restarts()).toBe(1);
  });

  testHere.each([2, 3])(
    "what is changed back is repaired by a plain up, with restart %i",
    async (restart) => {
      await cluster.edit('scheduler: "lc"', 'scheduler: "rr"');
      expect(await driver.up(IPVS)).toBe(2);
      expect(await cluster.file()).toContain('scheduler: "lc"');
      expect(await cluster.restarts()).toBe(restart);
    },
  );

  testHere("someone else's edit of another field is kept", async () => {
    await cluster.edit("strictARP: false", "strictARP: true");
    await driver.up(IPVS);
    expect(await cluster.file()).toContain("strictARP: true");
  });

  testHere(
    "destroy leaves the file and restarts nothing, and adopting it again restarts nothing",
    async () => {
      const [text, count] = [await cluster.file(), await cluster.restarts()];
      const { metadata } = await cluster.read(CONFIG_MAP);
      await driver.destroy();
      expect(await cluster.file()).toBe(text);
      expect(await driver.up(IPVS)).toBe(2);
      expect(await cluster.restarts()).toBe(count);
      expect((await cluster.read(CONFIG_MAP)).metadata.annotations?.[MARK]).toBe(
        metadata.annotations?.[MARK],
      );
    },
  );

  let before: LiveObject;
  testHere("a preparation adds to the DaemonSet, and an up without a change leaves it at that", async () => {
    before = await cluster.read(DAEMON_SET);
    expect(await driver.up(FALLBACK)).toBe(2);
    const { data } = await cluster.read(CONFIG_MAP);
    expect(data["iptables.config.conf"]).toContain('mode: "iptables"');
    const pods = (await cluster.read(DAEMON_SET)).spec.template.spec;
    expect(pods).toMatchObject({
      initContainers: [{ name: "kube-proxy-prepare" }],
      containers: [{ args: ["--config=/var/lib/kube-proxy-effective/config.conf"] }],
    });
    expect(pods).toMatchObject({
      containers: [podsOf(before).containers[0]].map(({ command }) => ({ command })),
    });
    expect(await driver.up(FALLBACK)).toBe(0);
  });

  testHere("a preparation that someone took away is written anew", async () => {
    const live = await cluster.read(DAEMON_SET);
    const count = await cluster.restarts();
    await cluster.replace(DAEMON_SET, { ...live, spec: { ...live.spec, template: before.spec.template } });
    expect(await driver.up(FALLBACK)).toBe(1);
    expect((await cluster.read(DAEMON_SET)).spec.template.spec).toEqual(live.spec.template.spec);
    expect(await cluster.restarts()).toBe(count + 2); // one for each write
    expect(await driver.up(FALLBACK)).toBe(0);
  });

  testHere("without the arguments all of it goes away again", async () => {
    expect(await driver.up(IPVS)).toBe(2);
    expect((await cluster.read(DAEMON_SET)).spec.template.spec).toEqual(before.spec.template.spec);
    expect(Object.keys((await cluster.read(CONFIG_MAP)).data)).toEqual(["config.conf", "kubeconfig.conf"]);
  });

  testHere.each([
    [
      "a key that is not there",
      { configMapKey: "config" },
      '"config" is not a key of ConfigMap kube-system/kube-proxy',
    ],
    [
      "a ConfigMap that is not there",
      { configMapName: "nope" },
      "resource 'kube-system/nope' does not exist",
    ],
  ])("%s ends a preview with its name", async (_name, target, text) => {
    expect(await driver.failure({ ...IPVS, target })).toContain(text);
  });

  testHere("a kube-proxy that reads no file ends a preview, and is not touched", async () => {
    const { spec, metadata } = await cluster.read(DAEMON_SET);
    const pods = podsOf({ spec });
    const flags = {
      ...pods,
      containers: [{ ...pods.containers[0], command: ["kube-proxy", "--proxy-mode=ipvs"] }],
    };
    const live = { ...(await cluster.read(DAEMON_SET)), metadata };
    await cluster.replace(DAEMON_SET, {
      ...live,
      spec: { ...spec, template: { ...spec.template, spec: flags } },
    });
    const { resourceVersion } = (await cluster.read(CONFIG_MAP)).metadata;
    expect(await driver.failure(IPVS)).toContain("runs kube-proxy without --config, so it reads no file");
    expect((await cluster.read(CONFIG_MAP)).metadata.resourceVersion).toBe(resourceVersion);
  });
});

interface Pods {
  readonly containers: readonly { command: string[] }[];
}
const podsOf = ({ spec }: Pick<LiveObject, "spec">) => spec.template.spec as Pods;

test.skipIf(missing !== undefined)(
  "without force the API server refuses to take a field from kubeadm",
  async () => {
    await cluster.install();
    const object = (await planned(api, IPVS)).get("ConfigMap")?.object as Parameters<typeof apply>[1];
    const { status, body } = await apply(api, object, false);
    expect(status).toBe(409);
    expect((body as { message: string }).message).toContain(
      'conflict with "kubeadm" using v1: .data.config.conf',
    );
    expect(await cluster.file()).toContain('mode: ""');
    expect((await apply(api, object, true)).status).toBe(200);
  },
);
