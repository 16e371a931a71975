import { expect, it } from "vitest";
import { spawnCommand, startCommand } from "../preview/spawn.js";
import { programDirectory } from "../preview/support.js";
import { startCluster } from "./cluster.js";
import { applied, running } from "./live.js";
import { blueGreen, canary } from "./programs.js";

const kitchen = programDirectory("kitchen");

it("status runs the program, and compares it with the cluster", async () => {
  const { kubeconfig } = await startCluster(running(await applied(canary(25))));
  const { code, stdout, stderr } = await spawnCommand([
    "status",
    "--cwd",
    kitchen,
    "--kubeconfig",
    kubeconfig,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(
    "CanaryDeployment myapp   weight 20 % → 25.0 %   present 25.0 %   method replicas",
  );
  expect(stdout).toContain("BlueGreenService shop   not in the cluster; up creates it");
});

it.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM"] as const)(
  "--watch shows what changes, and ends with code 0 at %s",
  async (signal) => {
    const cluster = await startCluster(running(await applied(blueGreen("blue"))));
    const { child, ended, printed } = startCommand([
      "status",
      "shop",
      "--watch",
      "--cwd",
      kitchen,
      "--kubeconfig",
      cluster.kubeconfig,
    ]);
    await printed(/BlueGreenService shop {3}live blue/);
    cluster.objects = running(await applied(blueGreen("green")));
    await printed(/BlueGreenService shop {3}live green/);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
  },
);
