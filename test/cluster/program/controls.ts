import { Deployment } from "@pulumi/kubernetes/apps/v1/index.js";
import { Service } from "@pulumi/kubernetes/core/v1/index.js";
import { podTemplate } from "./template.js";

/** A blue-green flip written without this library. */
export interface NaiveFlip {
  readonly active: "blue" | "green";
  readonly replicas: number;
  /** `both first`: the Service waits for both Deployments. `none`: nothing waits for anything. */
  readonly order: "both first" | "none";
  readonly images: Readonly<Record<"blue" | "green", string>>;
}

/** Registers what the flip is made of; the idle color has no pods. It must lose connections, or the test is blind. */
export function naiveFlip(name: string, { active, replicas, order, images }: NaiveFlip): void {
  const deployments = (["blue", "green"] as const).map((color) => {
    const labels = { app: name, color };
    return new Deployment(`${name}-${color}`, {
      metadata: { name: `${name}-${color}` },
      spec: {
        replicas: color === active ? replicas : 0,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podTemplate(images[color]).spec },
      },
    });
  });
  new Service(
    name,
    { metadata: { name }, spec: { selector: { app: name, color: active }, ports: [{ port: 80 }] } },
    { dependsOn: order === "both first" ? deployments : [] },
  );
}
