import * as pulumi from "@pulumi/pulumi";

export const token = new pulumi.Config("github").requireSecret("token");
