import { needsCommand } from "../../support/needs.js";
import { buildKubernetes } from "../boot/binaries.js";

/** Builds kube-proxy before the tests that run it. The build takes minutes, once per machine. */
export default async function setup(): Promise<void> {
  if (needsCommand("go")) return;
  await buildKubernetes(Date.now() + 30 * 60_000, ["kube-proxy"]);
}
