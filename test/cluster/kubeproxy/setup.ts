import { needsCommand } from "../../support/needs.js";
import { buildKubernetes } from "../boot/binaries.js";

/** Builds kube-proxy before the tests that ask it or run it, once a machine: it takes minutes. */
export default async function setup(): Promise<void> {
  if (needsCommand("go")) return;
  await buildKubernetes(Date.now() + 30 * 60_000, ["kube-proxy"]);
}
