import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubernetesObject } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/api.js";
import { eventually, run } from "../../commands.js";
import { CONTROL_PLANE } from "../network.js";
import type { Daemon, Daemons } from "../processes.js";
import { definitions } from "./definitions.js";
import { CONTROLLER_NAME, classObjects, gatewayObject, type Listener, portOf } from "./objects.js";
import { CONTROLLER, ENVOY, ENVOY_VERSION } from "./parts.js";

/**
 * A live gateway of the Gateway API: Envoy Gateway reads the objects of the cluster, and Envoy carries the connections. Both
 * run outside the nodes, and Envoy connects to the pods itself, without kube-proxy.
 */
export class Gateway {
  readonly #folder: string;
  readonly #cluster: Cluster;
  readonly #kubeconfig: string;
  readonly #daemons: Daemons;
  #controller: Daemon | undefined;
  #listeners: readonly Listener[] = [];

  constructor(state: string, cluster: Cluster, kubeconfig: string, daemons: Daemons) {
    this.#folder = join(state, "gateway");
    this.#cluster = cluster;
    this.#kubeconfig = kubeconfig;
    this.#daemons = daemons;
  }

  /** Opens these ports in place of those before. Starts the gateway if it does not run. */
  async open(listeners: readonly Listener[]): Promise<void> {
    this.#listeners = listeners;
    const starts = this.#controller === undefined;
    if (starts) await this.#prepare();
    await this.#apply(gatewayObject(this.#cluster.namespace, listeners));
    if (!starts) return;
    this.#controller = this.#controllerDaemon();
    await this.#ready();
    await this.#startEnvoy();
  }

  /** The address and port on which it takes the connections for an app. */
  addressOf(app: string): string {
    return `${CONTROL_PLANE}:${portOf(this.#listeners, app)}`;
  }

  /** Kills the controller, as a lost node does. Envoy keeps the configuration that it has. */
  async killController(): Promise<void> {
    await this.#controller?.kill();
  }

  /** Starts the controller again, and waits until it is ready. */
  async startController(): Promise<void> {
    this.#controller?.start();
    await this.#ready();
  }

  /** Waits until the controller is ready. */
  async #ready(): Promise<void> {
    const probe = ["-fs", "-m", "2", "http://127.0.0.1:8081/readyz"];
    await eventually("the gateway's controller is ready", 60, () => run("curl", probe));
  }

  /** In a root of its own, which is in a mount namespace of its own. */
  #controllerDaemon(): Daemon {
    const script = join(import.meta.dirname, "controller.sh");
    const keys = this.#at("config", "certs", "envoy-gateway");
    const inside = ["--mount", "--propagation", "private", "sh", script, this.#at("root"), keys];
    const command = [CONTROLLER, "server", "--config-path", this.#at("envoy-gateway.yaml")];
    const env = { KUBECONFIG: this.#kubeconfig };
    return this.#daemons.start("envoy-gateway", "unshare", [...inside, ...command], env);
  }

  /** Writes its files and the objects that it needs. */
  async #prepare(): Promise<void> {
    const envoy = this.#at("data", "envoy-versions", ENVOY_VERSION, "bin");
    for (const folder of [envoy, this.#at("root")]) mkdirSync(folder, { recursive: true });
    copyFileSync(join(import.meta.dirname, "envoy.sh"), join(envoy, "envoy"));
    writeFileSync(this.#at("envoy-gateway.yaml"), JSON.stringify(this.#config()));
    await run(CONTROLLER, ["certgen", "--local", "--config-home", this.#at("config")]);
    for (const object of definitions()) await this.#cluster.apply(object);
    for (const object of classObjects()) await this.#apply(object);
  }

  /** Starts Envoy as the controller would, and waits until it has its first configuration. */
  async #startEnvoy(): Promise<void> {
    const written = this.#at("data", "envoy-versions", ENVOY_VERSION, "bin", "arguments");
    await eventually("the gateway starts Envoy", 60, async () => {
      if (!existsSync(written)) throw new Error("it has not yet");
    });
    const args = readFileSync(written, "utf8").split("\0").slice(0, -1);
    this.#daemons.start("envoy", ENVOY, args);
    const admin = args[args.indexOf("--admin-address-path") + 1] as string;
    await eventually("Envoy is ready", 60, () =>
      run("curl", ["-fs", `http://${readFileSync(admin, "utf8").trim()}/ready`]),
    );
  }

  /** Writes an object. The API server knows its kind some moments after the definition is written. */
  async #apply(object: KubernetesObject): Promise<void> {
    await eventually(`the cluster takes a ${object.kind}`, 30, () => this.#cluster.apply(object));
  }

  #config(): object {
    const kubernetes = { leaderElection: { disable: true } };
    const host = {
      ...{ configHome: this.#at("config"), dataHome: this.#at("data") },
      ...{ stateHome: this.#at("state"), runtimeDir: this.#at("run") },
    };
    return {
      apiVersion: "gateway.envoyproxy.io/v1alpha1",
      kind: "EnvoyGateway",
      gateway: { controllerName: CONTROLLER_NAME },
      provider: {
        type: "Custom",
        custom: { resource: { type: "Kubernetes", kubernetes }, infrastructure: { type: "Host", host } },
      },
    };
  }

  #at(...path: string[]): string {
    return join(this.#folder, ...path);
  }
}
