import { describe, expect, expectTypeOf, test } from "vitest";
import type { KubeProxyConfigArgs } from "../../../../src/kubeproxy/args.js";
import type { OPTIONS } from "../../../../src/kubeproxy/check/unknownKeys.js";
import { FIELDS, type FieldPath } from "../../../../src/kubeproxy/schema/fields.js";
import { fieldTable, schedulerTable } from "../../../../src/kubeproxy/schema/reference.js";
import { fieldComments, firstSentence } from "./docComments.js";

type Sections =
  | "ipvs"
  | "iptables"
  | "nftables"
  | "conntrack"
  | "detectLocal"
  | "clientConnection"
  | "logging";
type PathsIn<S extends Sections> = `${S}.${keyof NonNullable<KubeProxyConfigArgs[S]> & string}`;
type Option = (typeof OPTIONS)[number];
type ArgumentPath =
  | Exclude<keyof KubeProxyConfigArgs, Sections | Option>
  | { [S in Sections]: PathsIn<S> }[Sections];

const comments = fieldComments();

test("the types and the table have the same fields", () => {
  expectTypeOf<ArgumentPath>().toEqualTypeOf<FieldPath>();
  const options: Record<Option, true> = {
    mode: true,
    manage: true,
    target: true,
    restart: true,
    fallbackMode: true,
    loadModules: true,
    cleanup: true,
    daemonSet: true,
    extraConfig: true,
    allowUnsafeScheduler: true,
    labels: true,
  };
  const inTypes = [...comments.keys()].filter(
    (path) => !(path in options) && !path.startsWith("target.") && !path.startsWith("daemonSet."),
  );
  expect(inTypes.sort()).toEqual(FIELDS.map(({ path }) => path).sort());
});

describe("the doc comment", () => {
  test.each(FIELDS.map((field) => [field.path, field.default]))(
    "of %s tells the default %s",
    (path, byDefault) => {
      expect(comments.get(path)?.byDefault?.replaceAll("`", "")).toBe(byDefault);
    },
  );

  test.each(FIELDS.map(({ path }) => [path]))("of %s begins with a sentence", (path) => {
    expect(firstSentence(comments.get(path)?.text ?? "")).toMatch(/^[A-Z].*\.$/);
  });
});

test("docs/kube-proxy-fields.md is what `npx vitest run test/kubeproxy/reference.test.ts -u` writes", async () => {
  const page = [
    "# Fields of kube-proxy's configuration",
    "",
    "What `KubeProxyConfig` takes, under the names of",
    "[kube-proxy's own reference](https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/).",
    "A field that is not set is left as it is in the cluster, or not written to a new file, where kube-proxy uses the default.",
    "A field set in a mode that does not read it is warned of. Durations are Go durations, such as `30s` or `1h30m`.",
    "",
    ...fieldTable((path) => firstSentence(comments.get(path)?.text ?? "")),
    "",
    "## IPVS schedulers",
    "",
    "kube-proxy uses one scheduler for every Service, with weight 1 for each pod and 0 for a draining one. Each node counts",
    "its own connections only.",
    "",
    ...schedulerTable(),
    "",
  ];
  await expect(page.join("\n")).toMatchFileSnapshot("../../../../docs/kube-proxy-fields.md");
});
