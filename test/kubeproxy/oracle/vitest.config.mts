import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/kubeproxy/{oracle,live}/**/*.test.ts"],
    globalSetup: ["test/kubeproxy/oracle/build.mts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
