/** Reads objects of one cluster. It never writes: every request is a GET. */
export interface ClusterReader {
  /** Names the cluster in messages, by its context. Never contains a secret. */
  readonly describe: string;
  /**
   * Reads a path of the API, such as `/apis/apps/v1/namespaces/shop/deployments/web`. Undefined if there is no such object.
   * Rejects with a ReadError, also if the answer takes longer than the timeout.
   */
  get(path: string): Promise<unknown>;
  /** The namespace of the context; `default` if it has none. */
  defaultNamespace(): Promise<string>;
}

/** Which cluster to read, in the words of the Kubernetes provider. */
export interface ClusterAddress {
  /** The text of a kubeconfig, or its path, or several paths as in KUBECONFIG. Default: where kubectl finds it. */
  readonly kubeconfig?: string | undefined;
  /** Name of a context. Default: the current one. */
  readonly context?: string | undefined;
  /** Name of a cluster, instead of the context's. */
  readonly cluster?: string | undefined;
  /** Longest time of one read in milliseconds, including the login by a plugin. Default: 5000. */
  readonly timeout?: number | undefined;
}

/** A way to read a cluster; undefined if it is not installed here. */
export type OpenReader = (address: ClusterAddress) => Promise<ClusterReader | undefined>;

/** Default of `timeout`. */
export const DEFAULT_READ_TIMEOUT = 5000;

/** A read that failed. */
export class ReadError extends Error {
  /** The HTTP status, such as 403 where the user may not read the object; undefined where the cluster did not answer. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = "ReadError";
    this.status = status;
  }
}

/** Whether `kubeconfig` is the text of a file, and not a path. */
export function isKubeconfigText(kubeconfig: string): boolean {
  return kubeconfig.includes("\n") || kubeconfig.trimStart().startsWith("{");
}
