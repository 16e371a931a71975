import { describe, expect, expectTypeOf, test } from "vitest";
import type { KubeProxyConfigArgs } from "../../../../src/kubeproxy/args.js";
import type { OPTIONS } from "../../../../src/kubeproxy/check/unknownKeys.js";
import { FIELDS, type FieldPath } from "../../../../src/kubeproxy/schema/fields.js";
import { fieldComments, firstSentence } from "../../../docs/generated/docComments.js";

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
    "of %s names the default %s",
    (path, byDefault) => {
      expect(comments.get(path)?.byDefault?.replaceAll("`", "")).toBe(byDefault);
    },
  );

  test.each(FIELDS.map(({ path }) => [path]))("of %s begins with a sentence", (path) => {
    expect(firstSentence(comments.get(path)?.text ?? "")).toMatch(/^[A-Z].*\.$/);
  });
});
