import { defineConfig } from "vitest/config";

// One project for each script of package.json: `npm test` runs `fast`, `npm run test:e2e` runs `e2e`, and so on. Files
// are assigned by name or folder, so a new test needs no entry here.
const E2E = "test/**/*.e2e.test.ts";
const minutes = (count: number) => ({ testTimeout: count * 60_000, hookTimeout: count * 60_000 });

const PROPERTIES = { setupFiles: ["test/support/properties.ts"] };

// Loading the Pulumi SDK costs half a second: the files share it, and planStack keeps stacks apart.
const sharedSdk = { pool: "threads", isolate: false } as const;

export default defineConfig({
  test: {
    maxWorkers: "100%", // by default one processor stays idle, which is half of a small machine
    chaiConfig: { truncateThreshold: 2000 }, // a failure in a log names a list of addresses, not "Array(1)"
    projects: [
      {
        name: "fast",
        include: ["test/**/*.test.ts"],
        exclude: [
          E2E,
          "test/package/**",
          "test/plugin/languages/**",
          "test/site/**",
          "test/cluster/{cleanup,kubeproxy,workload}/**",
        ],
        ...PROPERTIES,
        ...sharedSdk,
        ...minutes(2), // for a busy machine
      },
      {
        // The walks again, as many as the environment or the project sets.
        name: "model",
        include: ["test/model/{canary,blueGreen}.test.ts"],
        env: { MODEL_WALKS: process.env.MODEL_WALKS ?? "10000" },
        ...PROPERTIES,
        ...sharedSdk,
        ...minutes(20),
      },
      {
        // Starts the preview, Pulumi programs and policy packs as a user does.
        // Concurrent tests share two processors.
        name: "e2e",
        include: [E2E],
        maxConcurrency: 2,
        ...sharedSdk,
        ...minutes(2),
      },
      {
        // Packs the package and installs it from the registry.
        name: "package",
        include: ["test/package/*.test.ts"],
        ...minutes(5),
      },
      {
        // Installs the package with each package manager, Node, TypeScript and set of peers.
        name: "consumers",
        include: ["test/package/consumers/*.test.ts"],
        ...minutes(10),
      },
      {
        // Adds the plugin to programs in other languages with the Pulumi CLI, and runs them.
        name: "languages",
        include: ["test/plugin/languages/*.test.ts"],
        ...minutes(20), // Go compiles for minutes
      },
      {
        // Looks at the built site in a browser.
        name: "site",
        include: ["test/site/*.test.ts"],
        ...minutes(5),
      },
      {
        // Builds kube-proxy with Go, asks it, and runs it on an API server.
        name: "kube-proxy",
        include: ["test/cluster/kubeproxy/*.test.ts"],
        globalSetup: ["test/cluster/kubeproxy/setup.ts"],
        setupFiles: ["test/cluster/endWithVitest.ts"],
        ...minutes(20), // booting user-mode Linux and five starts of kube-proxy there take 3 on a busy machine
      },
      {
        // Releases on an API server, by the Pulumi CLI, and what a killed cluster leaves behind.
        name: "live",
        include: ["test/cluster/{cleanup,workload}/*.test.ts"],
        setupFiles: ["test/cluster/endWithVitest.ts"],
        ...minutes(10),
      },
    ].map((test) => ({ extends: true as const, test })),
    coverage: {
      include: ["src/**/*.ts"],
      reporter: [["text", { skipFull: true }], "text-summary"],
    },
  },
});
