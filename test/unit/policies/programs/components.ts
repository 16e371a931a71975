import { BlueGreenService, CanaryDeployment, KubeProxyConfig } from "../../../../src/index.js";
import { container, type Loose, template } from "./objects.js";

/** Declares a CanaryDeployment that violates no policy. */
export function canary(changes: Loose = {}, opts = {}) {
  const args = {
    replicas: 3,
    weight: 25,
    stable: { version: "v1", image: "app:v1" },
    canary: { version: "v2", image: "app:v2" },
    template: template(),
    service: { ports: [{ port: 80 }] },
    ...changes,
  };
  return new CanaryDeployment("myapp", args, opts);
}

/** Declares a BlueGreenService that violates no policy. */
export function shop(changes: Loose = {}, opts = {}) {
  const args = {
    activeColor: "blue",
    colors: { blue: { version: "v1", image: "app:v1" }, green: { version: "v2", image: "app:v2" } },
    replicas: 2,
    template: template(),
    service: { ports: [{ port: 80 }] },
    ...changes,
  };
  return new BlueGreenService("shop", args, opts);
}

/** Returns a version that runs as a Deployment made by hand, without a drain. */
function running(name: string, labels: Loose): Loose {
  const { lifecycle: _, ...app } = container({ image: "app:v1" });
  return {
    version: "v1",
    existing: { name, selector: labels },
    template: { metadata: { labels }, spec: { containers: [app] } },
  };
}

/** Declares a canary whose stable side is a Deployment that already runs. */
export function adoptedCanary(changes: Loose = {}) {
  return canary({
    weight: 0,
    selector: { app: "myapp" },
    stable: running("myapp-v1", { app: "myapp", version: "v1" }),
    service: { name: "service-myapp", ports: [{ port: 80 }] },
    ...changes,
  });
}

/** Declares a blue-green service whose color blue is a Deployment that already runs. */
export function adoptedShop(changes: Loose = {}) {
  return shop({
    selector: { app: "shop" },
    colorLabel: "color",
    colors: {
      blue: running("shop-v1", { app: "shop", color: "blue" }),
      green: { version: "v2", image: "app:v2" },
    },
    ...changes,
  });
}

/** Declares a KubeProxyConfig that needs no live cluster. */
export function kubeProxy(args: Loose) {
  return new KubeProxyConfig("proxy", { manage: "create", ...args });
}

/** Returns options with a transform that changes the spec of one object. */
export function changing(name: string, change: Loose) {
  const transform = ({ props, opts, name: given }: Loose) =>
    given === name ? { props: { ...props, spec: { ...props.spec, ...change } }, opts } : undefined;
  return { transforms: [transform] };
}
