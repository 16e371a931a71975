import { describe, expect, test } from "vitest";
import { KubeProxyConfig, type KubeProxyConfigArgs } from "../../../../src/index.js";
import { nodeSetupScript } from "../../../../src/kubeproxy/objects/nodeSetupScript.js";
import { planStack, unknown } from "../../../../src/testing/index.js";
import { rejectionsOf } from "../rejections.js";
import { KUBEADM_FILE, kubeadmCluster } from "./liveCluster.js";

const MARK = "pulumi-kubernetes-traffic/kube-proxy-config";
const PREPARED = "pulumi-kubernetes-traffic/kube-proxy-preparation";
const ARGS = ["--config=/var/lib/kube-proxy-effective/config.conf"];
const fileOf = (mode: string) =>
  KUBEADM_FILE.replace('mode: ""', `mode: "${mode}"`).replace('scheduler: ""', 'scheduler: "lc"');
const FALLBACK = { mode: "ipvs", ipvs: { scheduler: "lc" }, fallbackMode: "iptables" } as const;

type Cluster = ReturnType<typeof kubeadmCluster>;

/** A kubeadm cluster after `change`. */
function cluster(change: (daemonSet: PodSpec, cluster: Cluster) => void = () => {}): Cluster {
  const made = kubeadmCluster();
  change(made["DaemonSet kube-system/kube-proxy"].spec.template.spec as PodSpec, made);
  return made;
}
interface PodSpec {
  initContainers?: object[];
  containers: { name: string; command: string[]; args?: string[] }[];
  volumes: object[];
}

/** The cluster after an update with the fallback. */
const standing = (change: (daemonSet: PodSpec, cluster: Cluster) => void = () => {}) =>
  cluster((pods, made) => {
    pods.initContainers = [{ name: "kube-proxy-prepare", command: ["/bin/sh", "-c", nodeSetupScript()] }];
    pods.containers[0].args = ARGS;
    const configMap = made["ConfigMap kube-system/kube-proxy"];
    configMap.data["config.conf"] = fileOf("ipvs");
    configMap.data["iptables.config.conf"] = fileOf("iptables");
    configMap.metadata.annotations = { [MARK]: "rv90" };
    const { metadata, spec } = made["DaemonSet kube-system/kube-proxy"];
    Object.assign(metadata, { annotations: { [PREPARED]: "rv91" } });
    spec.template.metadata.annotations = { [MARK]: "rv90" };
    change(pods, made);
  });

async function planned(args: KubeProxyConfigArgs, reads: Cluster | undefined = cluster()) {
  const plan = await planStack({ reads }, () => {
    new KubeProxyConfig("proxy", args);
  });
  type Patch = { metadata: { annotations: Record<string, string> }; data: object; spec: Template };
  type PreparedPod = {
    initContainers: { env: object[]; volumeMounts: object[] }[];
    containers: object[];
    volumes: { name: string }[];
  };
  type Template = { template: { metadata: object; spec: PreparedPod } };
  const inputs = (kind: string) => plan.resource(kind, "proxy").inputs as unknown as Patch;
  return { configMap: inputs("ConfigMapPatch"), daemonSet: inputs("DaemonSetPatch") };
}

describe("a fallback", () => {
  test("adds a second file, and only adds to the DaemonSet", async () => {
    const { configMap, daemonSet } = await planned(FALLBACK);
    expect(configMap.data).toEqual({
      "config.conf": fileOf("ipvs"),
      "iptables.config.conf": fileOf("iptables"),
    });
    expect(daemonSet.metadata.annotations[PREPARED]).toBe("rv100");
    expect(daemonSet.spec.template.spec).toEqual({
      initContainers: [
        expect.objectContaining({ name: "kube-proxy-prepare", image: "registry.k8s.io/kube-proxy:v1.36.3" }),
      ],
      containers: [
        {
          name: "kube-proxy",
          args: ARGS,
          volumeMounts: [
            { mountPath: "/var/lib/kube-proxy" },
            { mountPath: "/run/xtables.lock" },
            { mountPath: "/lib/modules" },
            { name: "kube-proxy-effective", mountPath: "/var/lib/kube-proxy-effective", readOnly: true },
          ],
        },
      ],
      volumes: [
        { name: "kube-proxy" },
        { name: "xtables-lock" },
        { name: "lib-modules" },
        { name: "kube-proxy-effective", emptyDir: {} },
      ],
    });
    expect(daemonSet.spec.template.spec.initContainers[0].volumeMounts).toEqual([
      { name: "kube-proxy", mountPath: "/etc/kube-proxy", readOnly: true },
      { name: "kube-proxy-effective", mountPath: "/var/lib/kube-proxy-effective" },
      { name: "lib-modules", mountPath: "/lib/modules", readOnly: true },
      { name: "xtables-lock", mountPath: "/run/xtables.lock" },
    ]);
  });

  test("names the installer's items, so that each list has the order of the live one", async () => {
    const live = standing((pods) => {
      pods.containers.unshift({ name: "agent", command: ["agent"] });
      pods.volumes.unshift({ name: "kube-proxy-effective", emptyDir: {} });
      pods.initContainers?.unshift({ name: "first", command: ["true"] });
    });
    const { initContainers, containers, volumes } = (await planned(FALLBACK, live)).daemonSet.spec.template
      .spec;
    expect(initContainers).toMatchObject([{ name: "first" }, { name: "kube-proxy-prepare" }]);
    expect(containers).toMatchObject([{ name: "agent" }, { name: "kube-proxy", args: ARGS }]);
    expect(volumes.map(({ name }) => name)).toEqual([
      "kube-proxy-effective",
      "kube-proxy",
      "xtables-lock",
      "lib-modules",
    ]);
  });

  test("checks for the scheduler that is in the live file when none is given", async () => {
    const live = cluster((_, made) => {
      made["ConfigMap kube-system/kube-proxy"].data["config.conf"] = fileOf("ipvs").replace('"lc"', '"sh"');
    });
    const { daemonSet } = await planned({ mode: "ipvs", fallbackMode: "iptables" }, live);
    expect(daemonSet.spec.template.spec.initContainers[0].env).toContainEqual({
      name: "SCHEDULER",
      value: "sh",
    });
  });

  test("that is in sync stays as it is, including the marks", async () => {
    const { configMap, daemonSet } = await planned(FALLBACK, standing());
    expect(configMap.metadata.annotations[MARK]).toBe("rv90");
    expect(daemonSet.metadata.annotations[PREPARED]).toBe("rv91");
    expect(daemonSet.spec.template.metadata).toEqual({ annotations: { [MARK]: "rv90" } });
  });

  test.each<[string, (daemonSet: PodSpec) => void]>([
    ["the init container", (pods) => delete pods.initContainers],
    ["the script", (pods) => Object.assign(pods.initContainers?.[0] ?? {}, { command: ["true"] })],
    ["the argument", (pods) => delete pods.containers[0].args],
  ])("is written again when someone removes %s", async (_name, take) => {
    const { daemonSet } = await planned(FALLBACK, standing(take));
    expect(daemonSet.metadata.annotations[PREPARED]).toBe("rv100");
  });

  test("is written again when someone removes its file", async () => {
    const live = standing((_, made) => {
      delete made["ConfigMap kube-system/kube-proxy"].data["iptables.config.conf"];
    });
    expect((await planned(FALLBACK, live)).configMap.metadata.annotations[MARK]).toBe("rv100");
  });

  test("that is no longer wanted is in neither patch, so that the API server removes it", async () => {
    const { configMap, daemonSet } = await planned({ mode: "ipvs" }, standing());
    expect(Object.keys(configMap.data)).toEqual(["config.conf"]);
    expect(daemonSet.spec.template.spec).toBeUndefined();
    expect(daemonSet.metadata.annotations).not.toHaveProperty(PREPARED);
  });

  test("is unknown in a preview that has no cluster", async () => {
    const { configMap, daemonSet } = await planned(FALLBACK, {} as Cluster);
    expect(configMap.data).toEqual({ "config.conf": unknown, "iptables.config.conf": unknown });
    expect(daemonSet.spec.template.spec).toBe(unknown);
  });
});

test("loadModules and cleanup alone add only an init container", async () => {
  const { configMap, daemonSet } = await planned({ mode: "ipvs", loadModules: true, cleanup: true });
  expect(Object.keys(configMap.data)).toEqual(["config.conf"]);
  expect(Object.keys(daemonSet.spec.template.spec)).toEqual(["initContainers"]);
});

describe("a DaemonSet is refused", () => {
  const DAEMON_SET = "DaemonSet kube-system/kube-proxy";
  test.each<[string, Cluster, KubeProxyConfigArgs, lines: string[]]>([
    [
      "that does not mount what the init container needs",
      cluster((pods) => {
        pods.volumes = [{ name: "kube-proxy", configMap: { name: "kube-proxy" } }];
      }),
      FALLBACK,
      ["the host's /lib/modules", "the host's /run/xtables.lock"].map(
        (what) =>
          `target.daemonSetName: ${DAEMON_SET} has no volume with ${what}, which the init container needs`,
      ),
    ],
    [
      "that has args of its own",
      cluster((pods) => {
        pods.containers[0].args = ["--v=2"];
      }),
      FALLBACK,
      [
        `fallbackMode: ${DAEMON_SET} sets the args ["--v=2"] of kube-proxy, where fallbackMode sets its own; put the whole command line into command`,
      ],
    ],
    [
      "that starts kube-proxy by a shell",
      cluster((pods) => {
        pods.containers[0].command = ["sh", "-c", "exec kube-proxy --config=/var/lib/kube-proxy/config.conf"];
      }),
      FALLBACK,
      [
        `fallbackMode: ${DAEMON_SET} has no separate --config in kube-proxy's command, which fallbackMode overrides; put the whole command line into command`,
      ],
    ],
    [
      "that would be left with an init container, but without its file",
      standing(),
      { mode: "ipvs", restart: false },
      [
        `restart: false leaves init container kube-proxy-prepare in ${DAEMON_SET} without the file that it reads; run up once without restart, which removes it`,
      ],
    ],
  ])("%s", async (_name, live, args, lines) => {
    const rejections = await rejectionsOf(() => planned(args, live));
    const refusal = rejections.find((message) => message.includes("cannot be planned"));
    expect(refusal?.split("\n").slice(1)).toEqual(lines.map((line) => `  ${line}`));
  });
});
