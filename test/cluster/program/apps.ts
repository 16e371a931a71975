import { Provider } from "@pulumi/kubernetes/provider.js";
import {
  BlueGreenService,
  type BlueGreenServiceArgs,
  CanaryDeployment,
  type CanaryDeploymentArgs,
  KubeProxyConfig,
  type KubeProxyConfigArgs,
} from "../../../dist/index.js";
import { type NaiveFlip, naiveFlip } from "./controls.js";

/** One app of the program, as plain data: it reaches the program through the stack's config. */
export type App =
  | {
      readonly is: "canary";
      readonly name: string;
      readonly args: CanaryDeploymentArgs;
      /** Takes over objects that stand in the cluster. */
      readonly adopts?: boolean;
    }
  | { readonly is: "blue-green"; readonly name: string; readonly args: BlueGreenServiceArgs }
  | { readonly is: "naive flip"; readonly name: string; readonly args: NaiveFlip }
  | { readonly is: "kube-proxy"; readonly name: string; readonly args: KubeProxyConfigArgs };

/** The ConfigMap of kube-proxy. */
export const PROXY = "kube-proxy";

/** Registers the apps. The same for the real CLI and for the driver without it. */
export function register(apps: readonly App[]): void {
  for (const app of apps) {
    if (app.is === "canary") new CanaryDeployment(app.name, app.args, app.adopts ? adopting(app.name) : {});
    else if (app.is === "blue-green") new BlueGreenService(app.name, app.args);
    else if (app.is === "kube-proxy") new KubeProxyConfig(app.name, app.args);
    else naiveFlip(app.name, app.args);
  }
}

/** The Service that clients of an app call; none for kube-proxy. */
export function serviceOf(app: App): string | undefined {
  if (app.is === "kube-proxy") return undefined;
  return ("service" in app.args && (app.args.service as { name?: string }).name) || app.name;
}

function adopting(name: string) {
  return { provider: new Provider(`${name}-adopting`, { upsertExistingObjects: true }) };
}
