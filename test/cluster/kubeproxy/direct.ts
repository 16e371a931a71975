import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { KubeProxyConfig, type KubeProxyConfigArgs } from "../../../src/index.js";
import { planStack } from "../../../src/testing/index.js";
import { rejectionsOf } from "../../unit/kubeproxy/rejections.js";
import type { LoneApiServer } from "../boot/loneApiServer.js";
import type { Driver } from "./driver.js";
import { CONFIG_MAP, DAEMON_SET } from "./liveCluster.js";

const PATHS: Record<string, string> = { ConfigMap: CONFIG_MAP, DaemonSet: DAEMON_SET };

/** A planned patch of one object. */
interface Written {
  readonly object: { kind: string; metadata: { annotations: Record<string, string> } };
  readonly retain: boolean;
}

/** Writes planned patches by server-side apply. Like the provider, it writes only what differs from the last inputs. */
export function directDriver(api: LoneApiServer): Driver {
  let state = new Map<string, Written>();
  return {
    async up(args) {
      const next = await planned(api, args);
      const changes = [...next].filter(
        ([kind, { object }]) => !isDeepStrictEqual(object, state.get(kind)?.object),
      );
      for (const [, { object }] of changes)
        expect(await apply(api, object, true)).toMatchObject({ status: 200 });
      for (const [kind, gone] of state) if (!next.has(kind)) await give(api, gone);
      state = next;
      return changes.length;
    },
    async failure(args) {
      return (await rejectionsOf(() => planned(api, args))).join("\n");
    },
    async destroy() {
      for (const gone of state.values()) await give(api, gone);
      state = new Map();
    },
    end() {},
  };
}

/** The patches that the component plans in the live cluster. */
export async function planned(api: LoneApiServer, args: KubeProxyConfigArgs): Promise<Map<string, Written>> {
  const { configMapName = "kube-proxy" } = typeof args.target === "object" ? args.target : {};
  const found = async (path: string) => {
    const { status, body } = await api.call("GET", path);
    return status === 200 ? (body as object) : null;
  };
  const reads = {
    [`ConfigMap kube-system/${configMapName}`]: await found(CONFIG_MAP.replace(/[^/]+$/, configMapName)),
    "DaemonSet kube-system/kube-proxy": await found(DAEMON_SET),
  };
  const plan = await planStack({ preview: false, reads }, () => {
    new KubeProxyConfig("proxy", args);
  });
  const patches = plan.resources.filter(({ type }) => type.endsWith("Patch"));
  return new Map(
    patches.map(({ inputs, options }) => {
      const object = inputs as unknown as Written["object"];
      return [object.kind, { object, retain: options.retainOnDelete === true }];
    }),
  );
}

/** Server-side apply under the field manager that the annotations name. */
export function apply(api: LoneApiServer, object: Written["object"], force: boolean) {
  const manager = object.metadata.annotations["pulumi.com/patchFieldManager"];
  expect(object.metadata.annotations["pulumi.com/patchForce"]).toBe("true");
  return api.call("PATCH", `${PATHS[object.kind]}?fieldManager=${manager}&force=${force}`, object);
}

/** Deletes a patch that the program no longer has: gives up its fields, unless it is retained. */
async function give(api: LoneApiServer, { object, retain }: Written): Promise<void> {
  if (retain) return;
  const { kind, metadata } = object;
  const { name, namespace, annotations } = metadata as Record<string, unknown> & typeof metadata;
  await apply(
    api,
    {
      ...object,
      spec: undefined,
      data: undefined,
      kind,
      metadata: { name, namespace, annotations },
    } as typeof object,
    true,
  );
}
