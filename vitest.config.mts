import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,mts}"],
    exclude: [
      "test/package/**", // installs from the registry: npm run test:package
      "test/workload/live/**", // starts an API server and controllers, needs the Pulumi CLI: npm run test:live
      "test/kubeproxy/{oracle,live}/**", // builds kube-proxy, starts an API server: npm run test:kube-proxy
    ],
    // Loading the Pulumi SDK costs half a second: the files share it, and planStack keeps stacks apart.
    pool: "threads",
    isolate: false,
    testTimeout: 120_000, // some start the preview as a user does, on a machine that may be busy
    hookTimeout: 120_000,
    coverage: {
      include: ["src/**/*.ts"],
      reporter: [["text", { skipFull: true }], "text-summary"],
    },
  },
});
