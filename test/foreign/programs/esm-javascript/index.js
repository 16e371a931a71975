import * as k8s from "@pulumi/kubernetes";
import { mode } from "./mode.js";

new k8s.core.v1.ConfigMap("settings", { metadata: { name: "settings" }, data: { mode } });
