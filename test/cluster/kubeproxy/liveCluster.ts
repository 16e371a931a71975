import { expect } from "vitest";
import { kubeadmCluster } from "../../unit/kubeproxy/live/liveCluster.js";
import type { LoneApiServer } from "../boot/loneApiServer.js";

export const CONFIG_MAP = "/api/v1/namespaces/kube-system/configmaps/kube-proxy";
export const DAEMON_SET = "/apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy";

/** A live object. */
export interface LiveObject {
  readonly metadata: {
    readonly generation: number;
    readonly annotations?: Record<string, string>;
    readonly resourceVersion: string;
  };
  readonly data: Record<string, string>;
  readonly spec: { readonly template: { readonly spec: unknown } };
  readonly status: { readonly observedGeneration?: number };
}

/** The kube-proxy of a kubeadm cluster on a real API server, without nodes. */
export class LiveCluster {
  constructor(readonly api: LoneApiServer) {}

  /** Creates both objects again, as kubeadm does. */
  async install(): Promise<void> {
    await this.api.call("DELETE", CONFIG_MAP);
    await this.api.call("DELETE", DAEMON_SET);
    const cluster = kubeadmCluster();
    const daemonSet = cluster["DaemonSet kube-system/kube-proxy"];
    const selector = { matchLabels: { "k8s-app": "kube-proxy" } };
    await this.create(CONFIG_MAP, cluster["ConfigMap kube-system/kube-proxy"]);
    await this.create(DAEMON_SET, { ...daemonSet, spec: { ...daemonSet.spec, selector } });
  }

  async create(path: string, object: { metadata: object; [part: string]: unknown }): Promise<void> {
    const { resourceVersion, ...metadata } = object.metadata as Record<string, unknown>;
    const collection = path.slice(0, path.lastIndexOf("/"));
    const { status, body } = await this.api.call("POST", `${collection}?fieldManager=kubeadm`, {
      ...object,
      metadata,
    });
    expect(status, JSON.stringify(body)).toBe(201);
  }

  async read(path: string): Promise<LiveObject> {
    return (await this.api.call("GET", path)).body as LiveObject;
  }

  async file(): Promise<string> {
    return (await this.read(CONFIG_MAP)).data["config.conf"] ?? "";
  }

  /** The number of times that the DaemonSet has replaced its pods. */
  async restarts(): Promise<number> {
    return (await this.read(DAEMON_SET)).metadata.generation - 1;
  }

  /** Edits the file by hand. */
  async edit(from: string, to: string): Promise<void> {
    const live = await this.read(CONFIG_MAP);
    const data = { ...live.data, "config.conf": (live.data["config.conf"] ?? "").replace(from, to) };
    await this.replace(CONFIG_MAP, { ...live, data });
  }

  /** Replaces an object by hand, whatever others wrote to it in the meantime. */
  async replace(path: string, object: LiveObject): Promise<void> {
    const metadata = { ...object.metadata, resourceVersion: undefined };
    const { status } = await this.api.call("PUT", `${path}?fieldManager=someone`, { ...object, metadata });
    expect(status).toBe(200);
  }

  /** Does the part of the DaemonSet controller that the provider waits for. */
  async observe(): Promise<void> {
    const list = (await this.api.call("GET", "/apis/apps/v1/daemonsets")).body as {
      items?: (LiveObject & { metadata: { name: string; namespace: string } })[];
    };
    for (const daemonSet of list.items ?? []) {
      const { name, namespace, generation: observedGeneration } = daemonSet.metadata;
      if (daemonSet.status.observedGeneration === observedGeneration) continue;
      const one = {
        currentNumberScheduled: 1,
        desiredNumberScheduled: 1,
        numberReady: 1,
        numberAvailable: 1,
      };
      const status = { ...one, numberMisscheduled: 0, updatedNumberScheduled: 1, observedGeneration };
      const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets/${name}/status`;
      await this.api.call("PUT", path, { ...daemonSet, status });
    }
  }
}
