import { connect } from "node:net";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

// Fails in the way that the configuration selects.
const ways: Record<string, () => unknown> = {
  throw: () => {
    throw new Error("thrown on purpose");
  },
  runError: () => {
    throw new pulumi.RunError("refused on purpose:\n  weight: 120 is too much");
  },
  rejected: () => {
    const value = pulumi.output("v").apply((): string => {
      throw new pulumi.RunError("found out later");
    });
    return [1, 2, 3].map(
      (n) => new k8s.core.v1.ConfigMap(`m${n}`, { metadata: { name: `m${n}` }, data: { value } }),
    );
  },
  logged: () => pulumi.log.error("logged on purpose"),
  duplicate: () => [1, 2].map(() => new k8s.core.v1.ConfigMap("same", { metadata: { name: "same" } })),
  endless: () => {
    console.log(`endless ${process.pid}`);
    setInterval(() => undefined, 60_000);
  },
  // The test sees the end of the connection, which is that of the process.
  connected: () => connect(Number(new pulumi.Config().require("port"))).write(`${process.pid}\n`),
  busy: () => {
    const connection = connect(Number(new pulumi.Config().require("port")));
    connection.write(`${process.pid}\n`, () => {
      for (;;);
    });
  },
  exit: () => process.exit(3),
  missing: () => new pulumi.Config().require("absent"),
  call: () => pulumi.runtime.call("kubernetes:index:method", {}, undefined as never),
};
ways[new pulumi.Config().require("how")]?.();
