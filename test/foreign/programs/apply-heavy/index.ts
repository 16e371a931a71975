import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const host = pulumi.output("db").apply(async (name) => `${name}.internal`);
const port = pulumi.output(Promise.resolve(5432));
const url = pulumi.interpolate`postgres://${host}:${port}/app`;
const flags = pulumi.all([host, port]).apply(([name, number]) => ({ name, next: String(number + 1) }));

new k8s.core.v1.ConfigMap("settings", {
  metadata: { name: pulumi.concat("settings-", port) },
  data: { url, name: flags.name, next: flags.next, json: pulumi.jsonStringify({ host, port }) },
});
