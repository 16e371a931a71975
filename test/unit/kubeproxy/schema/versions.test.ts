import { expect, test } from "vitest";
import { kubeProxyVersion } from "../../../../src/kubeproxy/schema/versions.js";

test.each([
  ["registry.k8s.io/kube-proxy:v1.36.3", { minor: 36, text: "v1.36.3" }],
  ["registry:5000/kube-proxy:v1.9.0", { minor: 9, text: "v1.9.0" }],
  [
    "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy:v1.31.2-minimal-eksbuild.3",
    { minor: 31, text: "v1.31.2-minimal-eksbuild.3" },
  ],
  ["registry.k8s.io/kube-proxy:v1.36.3@sha256:0123", { minor: 36, text: "v1.36.3" }],
  ["registry.k8s.io/kube-proxy@sha256:0123", undefined],
  ["registry.k8s.io/kube-proxy:latest", undefined],
])("%s is of version %j", (image, version) => {
  expect(kubeProxyVersion(image)).toEqual(version);
});
