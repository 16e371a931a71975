// The Pulumi program of the test, for the real CLI.
import * as pulumi from "@pulumi/pulumi";
import { type App, register } from "./apps.js";

register(new pulumi.Config().requireObject<App[]>("apps"));
