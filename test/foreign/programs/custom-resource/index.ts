import * as k8s from "@pulumi/kubernetes";

new k8s.apiextensions.CustomResource("certificate", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "web" },
  spec: { dnsNames: ["example.com"], secretName: "web-tls", keystores: {} },
});
