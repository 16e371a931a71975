import type { BlueGreenServiceArgs } from "../../../src/index.js";
import { programsOf } from "../program.js";
import { route, service, template, version } from "./app.js";

const blueGreen = (change: Partial<BlueGreenServiceArgs> = {}): BlueGreenServiceArgs => ({
  activeColor: "blue",
  colors: { blue: version("v1"), green: version("v2") },
  replicas: 3,
  template,
  service,
  ...change,
});

/** With a standby that is kept or not, and everything that changes with a flip. */
export const blueGreenPrograms = programsOf("BlueGreenService", {
  "blue-green": blueGreen(),
  "blue-green-without-standby": blueGreen({ standbyReplicas: 0 }),
  "blue-green-route": blueGreen({ route }),
  "blue-green-autoscaled": blueGreen({ autoscaling: { minReplicas: 2, maxReplicas: 6 } }),
  "blue-green-load-balancer": blueGreen({ service: { ...service, type: "LoadBalancer" } }),
  "blue-green-with-more-services": blueGreen({
    previewService: true,
    additionalServices: { metrics: { clusterIP: "None", ports: [{ port: 9090 }] } },
  }),
  "blue-green-without-budget": blueGreen({ disruptionBudget: false }),
  "blue-green-verified": blueGreen({ verifyReady: true }),
  "blue-green-as-before": blueGreen({ verifyReady: false, fastFlip: false }),
});
