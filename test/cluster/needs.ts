import { type Lack, needsCommand, needsFile } from "../support/needs.js";
import { binary } from "./boot/binaries.js";

/** What an API server needs: etcd, and the binaries that the cluster test builds. */
export function needsApiServer(...parts: readonly Parameters<typeof binary>[0][]): (Lack | undefined)[] {
  return [
    needsCommand("etcd", "install etcd-server"),
    ...(["kube-apiserver", ...parts] as const).map((part) =>
      needsFile(binary(part), part, "npm run test:cluster builds it"),
    ),
  ];
}
