import { main } from "@pulumi/pulumi/provider/index.js";
import { pluginProvider } from "./provider.js";

/**
 * Serves the components to programs in other languages, as a plugin that Pulumi starts. `schema` is the package's schema as
 * JSON text. https://www.pulumi.com/docs/iac/guides/building-extending/packages/
 */
export function servePlugin(schema: string): Promise<void> {
  return main(pluginProvider(schema), process.argv.slice(2));
}
