export { planInProcess } from "./engine/inProcess.js";
export type { OfflineMonitor } from "./engine/monitor.js";
export type {
  PlannedAlias,
  PlannedMessage,
  PlannedOptions,
  PlannedResource,
} from "./engine/resources.js";
export { isRoot, nameOf } from "./engine/urn.js";
export {
  type Marked,
  type Properties,
  Reference,
  Secret,
  Unknown,
  unknown,
} from "./engine/values.js";
export { judgeInProcess } from "./packs/inProcess.js";
export type { Violation } from "./packs/violation.js";
export { objectsInOrder, type PlannedObject } from "./report/order.js";
export { type Document, documentOf, toYaml } from "./report/render.js";
export type { Report } from "./report/report.js";
export type { BlueGreenRow, CanaryRow, KubeProxyRow } from "./report/traffic.js";
