/**
 * Label of an app's ConfigMap or Secret: the short name that pod templates have for it. In a file without imports, because
 * the preview's screen and the policies read it, and loading the SDK for it would take half a second.
 */
export const CONFIG_LABEL = "pulumi-kubernetes-traffic/config";
