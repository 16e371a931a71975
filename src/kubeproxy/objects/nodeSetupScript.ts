import { readFileSync } from "node:fs";
import { join } from "node:path";

/** tsc does not copy the script to dist. The package contains src, and this path is right from src and from dist. */
const SCRIPT = join(__dirname, "../../../src/kubeproxy/objects/node-setup.sh");

/**
 * The script of the init container that runs on each node before kube-proxy. It reads these environment variables:
 *
 * - `MODE`, and with ipvs `SCHEDULER`
 * - `FALLBACK`: mode for a node that cannot run `MODE`
 * - with it `CONFIG` and `FALLBACK_CONFIG`, the files of both modes, and `EFFECTIVE_CONFIG`, the file to write
 * - `LOAD_MODULES`, `CLEANUP`: `true` to do it
 * - `ROOT`: another root folder, for tests
 *
 * POSIX sh with cat, grep, modprobe, iptables and nft, which the upstream image of kube-proxy contains. The script must not
 * contain `$$` or `$(`, because the kubelet expands both.
 */
export function nodeSetupScript(): string {
  return readFileSync(SCRIPT, "utf8");
}
