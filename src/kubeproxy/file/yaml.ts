/**
 * The package `yaml`, loaded when the first file is read or written. Most programs have no `KubeProxyConfig`, and for them
 * it would be a third of this library's import.
 */
export function yaml(): typeof import("yaml") {
  return require("yaml");
}
