import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The compiler copies no script to dist. The package has src too, at the same distance from dist/kubeproxy/objects. */
const SCRIPT = join(__dirname, "../../../src/kubeproxy/objects/node-setup.sh");

/**
 * What the init container runs on each node before kube-proxy. Its environment says what is wanted:
 *
 * - `MODE`, and with ipvs `SCHEDULER`
 * - `FALLBACK`: the mode where the node cannot run `MODE`
 * - with it `CONFIG`, `FALLBACK_CONFIG` and `EFFECTIVE_CONFIG`: the files of both modes, and where the chosen one goes
 * - `LOAD_MODULES`, `CLEANUP`: `true` when it is to be done
 * - `ROOT`: another root folder, for tests
 *
 * POSIX sh with cat, grep, modprobe, iptables and nft, which upstream's image of kube-proxy has. A dollar sign before
 * another one or before a bracket would be expanded by the kubelet, so there is neither.
 */
export function nodeSetupScript(): string {
  return readFileSync(SCRIPT, "utf8");
}
