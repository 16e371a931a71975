import * as k8s from "@pulumi/kubernetes";
import { canary } from "../programs/components.js";
import { service, unknownOutput, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

/** Declares a ConfigMap named `settings`. */
const map = (resource: string, metadata: k8s.types.input.meta.v1.ObjectMeta = {}, opts = {}) =>
  new k8s.core.v1.ConfigMap(resource, { metadata: { name: "settings", ...metadata } }, opts);

const cluster = (name: string) => ({ provider: new k8s.Provider(name, { kubeconfig: name }) });

export const uniqueObjects: RuleCases = {
  bad: {
    "two resources of one object": {
      messages: [
        'ConfigMap "settings": metadata.name: "settings" is also the name of the ConfigMap of the resource "one" in this cluster and namespace; rename one of the two, or give one another namespace',
      ],
      program: () => {
        map("one");
        map("two");
      },
    },
    "the Service of a component, once more": {
      messages: [
        'Service "myapp": metadata.name: "myapp" is also the name of the Service of CanaryDeployment "myapp" in this cluster and namespace; rename one of the two, or give one another namespace',
      ],
      program: () => {
        const app = canary();
        const labels = { "pulumi-kubernetes-traffic/canary-deployment": "myapp" };
        service("zzz", labels, { metadata: { name: "myapp" } }, { dependsOn: app });
      },
    },
    "one object in two versions of its API": {
      messages: [
        'HorizontalPodAutoscaler "web": metadata.name: "web" is also the name of the HorizontalPodAutoscaler of the resource "one" in this cluster and namespace; rename one of the two, or give one another namespace',
      ],
      program: () => {
        const args = {
          metadata: { name: "web" },
          spec: {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
            minReplicas: 2,
            maxReplicas: 9,
          },
        };
        web();
        new k8s.autoscaling.v1.HorizontalPodAutoscaler("one", args);
        new k8s.autoscaling.v2.HorizontalPodAutoscaler("two", args);
      },
    },
  },
  good: {
    "one name in two namespaces": {
      program: () => {
        map("one", { namespace: "a" });
        map("two", { namespace: "b" });
      },
    },
    "one name in two clusters": {
      program: () => {
        map("one", {}, cluster("east"));
        map("two", {}, cluster("west"));
      },
    },
    "one name for two kinds": {
      program: () => {
        map("one");
        new k8s.core.v1.Secret("two", { metadata: { name: "settings" } });
      },
    },
    "generated names": {
      program: () => {
        map("one", { name: undefined });
        map("two", { name: undefined });
      },
    },
    "namespaces that only an update knows": {
      program: () => {
        map("one", { namespace: unknownOutput() });
        map("two", { namespace: "a" });
        map("three", { namespace: "b" });
      },
    },
    "patches of an object": {
      program: () => {
        map("one");
        for (const name of ["two", "three"])
          new k8s.core.v1.ConfigMapPatch(name, { metadata: { name: "settings" } });
      },
    },
  },
};
