import { blueGreenPrograms } from "./blueGreen.js";
import { canaryPrograms } from "./canary.js";
import { kubeProxyPrograms } from "./kubeProxy.js";

/** The programs that a record of a release contains. */
export const programs = [...canaryPrograms, ...blueGreenPrograms, ...kubeProxyPrograms];
