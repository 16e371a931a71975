import type { Input } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { checkPlain, OUTPUTS_IN_FIELDS } from "../../diagnostics/checkPlain.js";
import { checkKeys, isRecord } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { FileFields } from "../file/document.js";
import { KUBECONFIG_PATH } from "../file/kubeconfig.js";
import type { KubeProxyMode } from "../schema/modes.js";
import { allInputs, deepMerge, leavesOf, valueAt } from "../schema/tree.js";
import { checkVersion, kubeProxyVersion } from "../schema/versions.js";
import type { Manage } from "./manage.js";

/** The DaemonSet that `manage` create creates. */
export interface CreatedDaemonSet {
  readonly image: Input<string>;
  readonly apiServer: Input<string>;
}

/** Checks the requested DaemonSet. Returns undefined when it is not set. */
export function checkCreatedDaemonSet(
  daemonSet: unknown,
  manage: Manage,
  problems: Problems,
): CreatedDaemonSet | undefined {
  if (daemonSet === undefined) return undefined;
  const path = "daemonSet";
  if (!checkPlain(problems, path, daemonSet, "object", OUTPUTS_IN_FIELDS)) return undefined;
  if (!isRecord(daemonSet)) {
    const remedy = "use an object with image and apiServer, which may be Outputs";
    problems.refuse({ path, problem: "is not a plain object", remedy });
    return undefined;
  }
  if (manage === "patch") {
    const remedy = 'remove it, or set manage "create"';
    problems.refuse({
      path,
      problem: 'is only for manage "create"; a live kube-proxy has its own DaemonSet',
      remedy,
    });
  }
  checkKeys(problems, path, daemonSet, ["image", "apiServer"]);
  const check = (key: keyof CreatedDaemonSet, form: RegExp, problem: string, remedy: string) =>
    checkInput(daemonSet[key], problems, (value, problems) => {
      const text = typeof value === "string" ? value : "";
      if (!form.test(text)) {
        problems.refuse({ path: `${path}.${key}`, value, problem, remedy });
      }
      return text;
    });
  return {
    image: check(
      "image",
      /^\S+$/,
      "is not a valid image",
      'use kube-proxy\'s image, such as "registry.k8s.io/kube-proxy:v1.36.3"',
    ),
    apiServer: check(
      "apiServer",
      /^https:\/\/[^\s/]+\/?$/,
      "is not a valid address",
      'use an address that every node reaches, such as "https://10.0.0.1:6443", not the address of Service kubernetes, which kube-proxy provides',
    ),
  };
}

/** Adds the kubeconfig that the DaemonSet mounts. Refuses another one. */
export function withKubeconfig(fields: object, extra: object, problems: Problems): object {
  const path = "clientConnection.kubeconfig";
  if (valueAt(fields, path) !== undefined || valueAt(extra, path) !== undefined) {
    const problem = `is ${KUBECONFIG_PATH} in the created DaemonSet`;
    problems.refuse({ path, problem, remedy: "remove it, and set daemonSet.apiServer" });
  }
  return deepMerge({ clientConnection: { kubeconfig: KUBECONFIG_PATH } }, fields);
}

/** Checks what depends on the version of the image. The fields wait for an image that is an Output. */
export function checkCreatedVersion(
  { image }: CreatedDaemonSet,
  modes: readonly KubeProxyMode[],
  fields: Input<FileFields>,
  problems: Problems,
): Input<FileFields> {
  const both = allInputs<[string, FileFields]>([image, fields]);
  return checkInput(both, problems, ([image, content], problems) => {
    const version = kubeProxyVersion(image);
    const given = leavesOf(content).map(({ keys }) => keys.join("."));
    for (const mode of modes) checkVersion(version, { mode, given, content }, problems);
    return content;
  });
}
