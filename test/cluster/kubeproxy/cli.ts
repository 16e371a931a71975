import { expect } from "vitest";
import type { KubeProxyConfigArgs } from "../../../src/index.js";
import { ComponentStack } from "../drive/componentStack.js";
import type { Driver } from "./driver.js";

/** The real Pulumi CLI with its Kubernetes provider, on a state file of its own. */
export async function cliDriver(pulumi: string, kubeconfig: string): Promise<Driver> {
  const stack = new ComponentStack(pulumi, kubeconfig);
  const app = (args: KubeProxyConfigArgs) => ({ kind: "KubeProxyConfig", name: "proxy", args }) as const;
  await stack.init();
  return {
    async up(args) {
      const { code, output } = await stack.up(app(args));
      expect(code, output).toBe(0);
      return output.match(/Patch proxy (created|updated)/g)?.length ?? 0;
    },
    async failure(args) {
      const { code, output } = await stack.preview(app(args));
      expect(code).not.toBe(0);
      return output;
    },
    destroy: () => stack.destroy(),
    end: () => stack.forget(),
  };
}
