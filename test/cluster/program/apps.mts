import {
  BlueGreenService,
  type BlueGreenServiceArgs,
  CanaryDeployment,
  type CanaryDeploymentArgs,
} from "pulumi-kubernetes-traffic";
import { type NaiveFlip, naiveFlip } from "./controls.mts";

/** One app of the program, as plain data: it reaches the program through the stack's config. */
export type App =
  | { readonly is: "canary"; readonly name: string; readonly args: CanaryDeploymentArgs }
  | { readonly is: "blue-green"; readonly name: string; readonly args: BlueGreenServiceArgs }
  | { readonly is: "naive flip"; readonly name: string; readonly args: NaiveFlip };

/** Registers the apps. The same for the real CLI and for the driver without it. */
export function register(apps: readonly App[]): void {
  for (const app of apps) {
    if (app.is === "canary") new CanaryDeployment(app.name, app.args);
    else if (app.is === "blue-green") new BlueGreenService(app.name, app.args);
    else naiveFlip(app.name, app.args);
  }
}
