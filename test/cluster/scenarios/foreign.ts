import type { App } from "../program/apps.js";
import { V1, V2 } from "./apps.js";

/** A cluster that was there before the test. */
export interface Foreign {
  /** Where its NodePorts answer. */
  readonly address: string;
  /** What the two versions run. */
  readonly images: readonly [string, string];
}

/** The app as it runs there: with the images it was given, and a NodePort, since clients are outside the cluster. */
export function atHome(foreign: Foreign, app: App): App {
  return JSON.parse(JSON.stringify(app), (key, value) => {
    if (key === "image") return imageThere(foreign, value);
    return key === "service" ? { ...value, type: "NodePort" } : value;
  });
}

/** What runs there in place of an image of the test's own. */
export function imageThere({ images: [first, second] }: Foreign, image: string): string {
  return image === V1.image ? first : image === V2.image ? second : image;
}
