import type { input } from "@pulumi/kubernetes/types/index.js";

/** The pod template of every app of the test, as a user would write it. */
export function podTemplate(image?: string): { spec: input.core.v1.PodSpec } {
  return {
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      dnsPolicy: "Default", // the cluster has no DNS
      containers: [
        {
          name: "app",
          ...(image === undefined ? {} : { image }),
          imagePullPolicy: "IfNotPresent",
          ports: [{ containerPort: 80 }],
          // A busy machine answers late; that is not what is tested here.
          readinessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 1, timeoutSeconds: 10 },
        },
      ],
    },
  };
}
