import {
  CoreV1Api,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";

/** The part of a live object that this test reads. */
export interface Live extends KubernetesObject {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** The field manager of this test's writes. */
export const MANAGER = "pulumi-kubernetes-traffic-test";

/** The API of a cluster, in one namespace. */
export class Cluster {
  readonly config: KubeConfig;
  readonly namespace: string;
  readonly #objects: KubernetesObjectApi;

  constructor(kubeconfig: string, namespace = "default") {
    this.namespace = namespace;
    this.config = new KubeConfig();
    this.config.loadFromFile(kubeconfig);
    this.#objects = KubernetesObjectApi.makeApiClient(this.config);
  }

  /** Server-side apply, as the Pulumi provider writes. */
  apply(object: KubernetesObject): Promise<Live> {
    return this.#objects.patch(
      object,
      undefined,
      undefined,
      MANAGER,
      true,
      PatchStrategy.ServerSideApply,
    ) as Promise<Live>;
  }

  /** Creates an object with its status, as a kubelet does its Node. Does nothing if it exists. */
  async create(object: KubernetesObject): Promise<void> {
    await this.#objects.create(object).catch((error) => {
      if (error.code !== 409) throw error;
    });
  }

  read(apiVersion: string, kind: string, name: string): Promise<Live> {
    return this.#objects.read({
      apiVersion,
      kind,
      metadata: { name, namespace: this.namespace },
    }) as Promise<Live>;
  }

  async has(apiVersion: string, kind: string, name: string): Promise<boolean> {
    return this.read(apiVersion, kind, name).then(
      () => true,
      (error) => {
        if (error.code !== 404) throw error;
        return false;
      },
    );
  }

  async list(apiVersion: string, kind: string, labelSelector?: string): Promise<Live[]> {
    const none = undefined;
    const found = await this.#objects.list(
      apiVersion,
      kind,
      this.namespace,
      none,
      none,
      none,
      none,
      labelSelector,
    );
    return found.items as Live[];
  }

  /** Evicts a pod. Returns false if a budget holds it back. A pod that is gone counts as evicted. */
  async evict(name: string): Promise<boolean> {
    const { namespace } = this;
    const eviction = { name, namespace, body: { metadata: { name, namespace } } };
    return this.config
      .makeApiClient(CoreV1Api)
      .createNamespacedPodEviction(eviction)
      .then(
        () => true,
        (error) => {
          if (error.code !== 404 && error.code !== 429) throw error;
          return error.code === 404;
        },
      );
  }

  async remove(apiVersion: string, kind: string, name: string): Promise<void> {
    const header = { apiVersion, kind, metadata: { name, namespace: this.namespace } };
    await this.#objects
      .delete(header, undefined, undefined, undefined, undefined, "Background")
      .catch((error) => {
        if (error.code !== 404) throw error;
      });
  }
}
