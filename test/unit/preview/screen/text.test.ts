import { describe, expect, it } from "vitest";
import { enoughReady } from "../../../../src/contract/readiness.js";
import type { Report } from "../../../../src/preview/report/report.js";
import { colored } from "../../../../src/preview/screen/style.js";
import { reportText } from "../../../../src/preview/screen/text.js";
import { object, report, resource } from "./fixtures.js";

const lines = (more: Partial<Report>, width = 100) => reportText(report(more), { width });

describe("reportText", () => {
  it("shows a few changes of an object and counts the rest", () => {
    const fields = [1, 2, 3, 4, 5, 6].map((n) => ({ path: `data.k${n}`, old: n, new: n + 1 }));
    expect(
      lines({ resources: [resource("m")], objects: [object("m", { change: "change", fields })] }),
    ).toEqual([
      "Other resources",
      "~ ConfigMap       m   data.k1 1 → 2",
      "                      data.k2 2 → 3",
      "                      data.k3 3 → 4",
      "                      data.k4 4 → 5",
      "                      and 2 more fields",
    ]);
  });

  it.each([60, 80, 100, 200])("is never wider than a screen of %i columns, but for outputs", (width) => {
    const long = "x".repeat(300);
    const shown = lines(
      {
        resources: [resource(long), resource(long, { urn: "u", type: "a:b:C", is: "component" })],
        objects: [
          object(long, {
            change: "change",
            fields: [{ path: `spec.${long}`, old: long, new: undefined }],
            waitsForUrns: ["urn:pulumi:s::p::t::other"],
          }),
        ],
        deleted: [{ kind: "Service", name: long, file: "f", cluster: "", namespace: undefined }],
        messages: [{ severity: "warning", text: "some words ".repeat(30), urn: undefined }],
        outputs: { long },
      },
      width,
    );
    expect(shown.filter((line) => line.length > width)).toEqual([`  long: ${long}`]);
    expect(shown.join("\n")).toContain("after other");
  });

  it("leaves out a component that only contains a component of this package, and shows its messages", () => {
    const outer = resource("outer", { type: "test:index:Outer", is: "component" });
    const inner = resource("app", {
      type: "pulumi-kubernetes-traffic:index:CanaryDeployment",
      is: "component",
      parent: outer.urn,
    });
    const child = resource("child", { parent: inner.urn });
    const row = {
      component: "CanaryDeployment" as const,
      urn: inner.urn,
      name: "app",
      asked: undefined,
      achieved: undefined,
      range: undefined,
    };
    const canary = { ...row, error: undefined, sides: [], peakPods: undefined, first: undefined };
    expect(
      lines({
        resources: [outer, inner, child],
        objects: [object("child")],
        traffic: [canary],
        messages: [{ severity: "warning", text: "careful", urn: child.urn }],
      }),
    ).toEqual(["CanaryDeployment  app", "  ConfigMap       child", "  ! careful"]);
  });

  const release = (): Partial<Report> => {
    const urn = (name: string) => `urn:pulumi:s::p::t::${name}`;
    const waits = (...names: string[]) => ({ waitsFor: names, waitsForUrns: names.map(urn) });
    const app = resource("checkout", { type: "x:index:BlueGreenService", is: "component" });
    const names = ["checkout-green", "checkout-service", "checkout-blue"];
    const fields = [{ path: "spec.selector.color", old: "blue", new: "green" }];
    return {
      resources: [app, ...names.map((name) => resource(name, { parent: app.urn }))],
      objects: [
        object("checkout-green", { kind: "Deployment", document: { spec: { replicas: 2 } } }),
        object("checkout-service", {
          kind: "Service",
          change: "change",
          fields,
          ...waits("checkout-green"),
        }),
        object("checkout-blue", { kind: "Deployment", ...waits("checkout-service", "checkout-green") }),
      ],
      traffic: [
        {
          component: "BlueGreenService",
          urn: app.urn,
          name: "checkout",
          live: "green",
          colors: ["green", "blue"].map((color) => ({ color, version: "v1", pods: 2, most: undefined })),
          serviceName: "checkout-service",
        },
      ],
    };
  };

  it("shows the order on every screen: in its own column, or on a line of its own", () => {
    expect(lines(release(), Number.POSITIVE_INFINITY)).toEqual([
      "BlueGreenService  checkout           live green   standby blue: 2 pods, back in one flip",
      "  Deployment      checkout-green     replicas 2                    first",
      "~ Service         checkout-service   selector color blue → green   after checkout-green",
      "  Deployment      checkout-blue                                    after checkout-service, checkout-green",
    ]);
    expect(lines(release(), 200)).toEqual(lines(release(), Number.POSITIVE_INFINITY));
    expect(lines(release(), 80)).toEqual([
      "BlueGreenService  checkout           live green",
      "                                     standby blue: 2 pods, back in one flip",
      "  Deployment      checkout-green     replicas 2   first",
      "~ Service         checkout-service   selector color blue → green",
      "                                     after checkout-green",
      "  Deployment      checkout-blue           after checkout-service, checkout-green",
    ]);
    expect(lines(release(), 60)).toEqual([
      "BlueGreenService  checkout",
      "      live green   standby blue: 2 pods, back in one flip",
      "  Deployment      checkout-green     replicas 2   first",
      "~ Service         checkout-service",
      "      selector color blue → green",
      "                                     after checkout-green",
      "  Deployment      checkout-blue",
      "      after checkout-service, checkout-green",
    ]);
  });

  it("cuts no value in a pipe, and on a screen keeps the part that differs", () => {
    const image = (digest: string) => `registry.example.com/team/checkout@sha256:${digest.repeat(16)}`;
    const field = { path: "spec.image", old: image("ab12"), new: image("cd34") };
    const shown = (width: number) =>
      lines(
        { resources: [resource("m")], objects: [object("m", { change: "change", fields: [field] })] },
        width,
      );
    expect(shown(Number.POSITIVE_INFINITY)).toEqual([
      "Other resources",
      `~ ConfigMap       m   image ${image("ab12")} → ${image("cd34")}`,
    ]);
    expect(shown(100)).toEqual([
      "Other resources",
      "~ ConfigMap       m   image …@sha256:ab12ab12ab12ab12ab12… → …@sha256:cd34cd34cd34cd34cd34…",
    ]);
  });

  it("names the kind of an object that shares its name with another in the order", () => {
    const [autoscaler, deployment, budget] = ["autoscaler", "deployment", "budget"].map(
      (name) => `urn:pulumi:s::p::t::${name}`,
    );
    const named = (urn = "", kind = "", waitsForUrns: string[] = []) =>
      object("shop-blue", { urn, kind, waitsForUrns });
    expect(
      lines({
        resources: ["autoscaler", "deployment", "service", "budget"].map((name) => resource(name)),
        objects: [
          named(autoscaler, "HorizontalPodAutoscaler"),
          named(deployment, "Deployment", [autoscaler as string]),
          object("service", { kind: "Service", waitsForUrns: [deployment as string] }),
          object("after", { urn: "x", waitsForUrns: ["urn:pulumi:s::p::t::service"] }),
          named(budget, "PodDisruptionBudget"),
        ],
      }),
    ).toEqual([
      "Other resources",
      "  HorizontalPodAutoscaler shop-blue      first",
      "  Deployment              shop-blue      after HorizontalPodAutoscaler shop-blue",
      "  Service                 service        after Deployment shop-blue",
      "  PodDisruptionBudget     shop-blue",
    ]);
  });

  it("names a Deployment where its pods are checked first, once, and its kind in the row of the check", () => {
    const urn = (name: string) => `urn:pulumi:s::p::t::${name}`;
    const annotations = {
      "pulumi-kubernetes-traffic/relied-on": "active",
      "pulumi.com/waitFor": `jsonpath={${enoughReady(2)}}`,
    };
    expect(
      lines({
        resources: ["shop-blue", "check", "service"].map((name) => resource(name)),
        objects: [
          object("shop-blue", { kind: "Deployment" }),
          object("shop-blue", {
            urn: urn("check"),
            kind: "PodDisruptionBudget",
            waitsForUrns: [urn("shop-blue")],
            document: { metadata: { annotations } },
          }),
          object("service", { kind: "Service", waitsForUrns: [urn("check"), urn("shop-blue")] }),
        ],
      }),
    ).toEqual([
      "Other resources",
      "  Deployment          shop-blue                                         first",
      "  PodDisruptionBudget shop-blue   ready checked first: 2 or more pods   after Deployment shop-blue",
      "  Service             service                                           after shop-blue",
    ]);
  });

  it("lists other resources in the order of change, each component by the first object inside it", () => {
    const box = resource("a-box", { type: "test:index:Box", is: "component" });
    expect(
      lines({
        resources: [resource("z-first"), resource("m-last", { parent: box.urn }), box, resource("b-second")],
        objects: [
          object("z-first"),
          object("m-last", { waitsForUrns: ["urn:pulumi:s::p::t::z-first"] }),
          object("b-second", { waitsForUrns: ["urn:pulumi:s::p::t::m-last"] }),
        ],
      }),
    ).toEqual([
      "Other resources",
      "  ConfigMap       z-first       first",
      "  test:index:Box a-box",
      "    ConfigMap       m-last      after z-first",
      "  ConfigMap       b-second      after m-last",
    ]);
  });

  it("marks a note differently from a warning", () => {
    const messages = (["info", "warning"] as const).map((severity) => ({
      severity,
      text: severity,
      urn: undefined,
    }));
    expect(lines({ messages })).toEqual(["  i info", "  ! warning"]);
    const bright = reportText(report({ messages }), {
      width: 100,
      paint: (style, text) => `${style}:${text}`,
    });
    expect(bright).toEqual(["  i info", "changed:  ! warning"]);
  });

  it("shows outputs whole, each on one line, and placeholders without quotes", () => {
    const outputs = { url: "http://x", lines: "a\nb", id: "<computed>", all: { token: "<secret>", n: 1 } };
    expect(lines({ outputs }, 60)).toEqual([
      "Outputs",
      "  url: http://x",
      '  lines: "a\\nb"',
      "  id: <computed>",
      '  all: {"token":<secret>,"n":1}',
    ]);
  });

  it("adds color only on request, to the same text", () => {
    const made = report({ resources: [resource("m")], objects: [object("m", { change: "create" })] });
    const plain = reportText(made, { width: 100 });
    const bright = reportText(made, { width: 100, paint: colored });
    const codes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");
    expect(plain.join("")).not.toMatch(codes);
    expect(bright.join("")).toMatch(codes);
    expect(bright.map((line) => line.replace(codes, ""))).toEqual(plain);
  });
});
