import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const account = config.requireSecretObject<{ user: string; token: string }>("account");
new k8s.core.v1.ConfigMap("account", {
  metadata: { name: "account" },
  data: { user: account.user, password: config.requireSecret("password"), region: config.require("region") },
});
