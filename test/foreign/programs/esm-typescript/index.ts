import * as k8s from "@pulumi/kubernetes";
import { mode } from "./mode.js";

// Not a type error that may stop a preview: types are checked on request.
const replicas: string = 3;
new k8s.core.v1.ConfigMap("settings", {
  metadata: { name: "settings" },
  data: { mode, replicas: String(replicas) },
});
