const { Config } = require("@pulumi/pulumi");
const { KubeProxyConfig } = require("../../../../dist/index.js");

new KubeProxyConfig("proxy", new Config().requireObject("args"));
