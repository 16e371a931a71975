import { spawn } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Stack, UpFailed } from "../../../../src/release/driver/ports.js";
import { skipReason } from "../../../support/needs.js";
import { lack, realProject, until } from "./realStack.js";

const skipped = skipReason("the stack of a release with the real pulumi", lack);
const going = () => new AbortController().signal;

/** What an `up` that fails rejects with. */
async function failure(up: Promise<void>): Promise<UpFailed> {
  const error = await up.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UpFailed);
  return error as UpFailed;
}

describe.skipIf(skipped !== undefined)("the stack of a release", { timeout: 300_000 }, () => {
  it("is read, configured and updated, and shows each update with its message and config", async () => {
    const project = realProject();
    const before = project.text();
    let output = "";
    const onOutput = (text: string) => {
      output += text;
    };
    const stack = project.open({ onOutput });
    expect(await stack.read()).toMatchObject({
      config: { canaryWeight: "0", stableVersion: "v1", canaryVersion: "v2" },
      updates: [],
      component: undefined,
      busy: false,
      interrupted: false,
    });

    await stack.up({}, "weight 0: the first update", going());
    await stack.up({ canaryWeight: "25" }, "weight 0 → 25: errors passed, 3 of 60", going());
    expect(project.text()).toBe(before.replace(/canaryWeight: "?0"?/, (line) => line.replace("0", "25")));
    await stack.up({}, "weight 25: again", going());

    const { PULUMI_CONFIG_PASSPHRASE: _, ...environment } = project.options.environment;
    const state = await project.open({ environment }).read();
    expect(state).toMatchObject({
      component: {
        kind: "canary",
        name: "myapp",
        namespace: "web",
        sides: { stable: { version: "v1", pods: 3 }, canary: { version: "v2", pods: 1 } },
        share: { weight: 25, achieved: 25 },
      },
      updates: [
        { message: "weight 25: again", succeeded: true, changed: false },
        { message: "weight 0 → 25: errors passed, 3 of 60", succeeded: true, changed: true },
        { message: "weight 0: the first update", succeeded: true, changed: true },
      ],
      busy: false,
      interrupted: false,
    });
    expect(state.updates.map(({ config }) => config.canaryWeight)).toEqual(["25", "25", "0"]);
    const versions = state.updates.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => b - a));
    const [newest] = state.updates;
    expect(Math.abs((newest?.ended ?? 0) - Date.now())).toBeLessThan(120_000);
    expect(JSON.stringify(state)).not.toContain("hunter2");
    expect(output).toContain("kubernetes:apps/v1:Deployment myapp-canary created");

    project.pulumi("destroy", "--yes", "--skip-preview");
    expect(await stack.read()).toMatchObject({ component: undefined, updates: [], interrupted: false });
  });

  it("is refused while another update holds it, and shows that one", async () => {
    const project = realProject();
    const gate = project.gate();
    const first = project.open({ environment: gate.environment }).up({}, "first", going());
    await gate.entered();
    const second = project.open();
    expect(await second.read()).toMatchObject({ busy: true, interrupted: false, updates: [] });
    const { reason, message } = await failure(second.up({ canaryWeight: "25" }, "second", going()));
    expect(reason).toBe("conflict");
    expect((await second.read()).config).toMatchObject({ canaryWeight: "0" });
    expect(message).toContain(`(process ${project.holder()}) has held stack dev since `);
    expect(message).toContain("Wait until its update ends.");
    gate.open();
    await first;
    expect(await second.read()).toMatchObject({ busy: false, updates: [{ message: "first" }] });
  });

  it("shows a killed update until the next one has ended, and removes only a lock of its own", async () => {
    const project = realProject();
    const gate = project.gate();
    const stack = project.open({ environment: gate.environment });
    const killed = failure(stack.up({}, "killed", going()));
    await gate.entered();
    process.kill(project.holder(), "SIGKILL");
    expect(await killed).toMatchObject({
      reason: "failed",
      message:
        "pulumi was ended by SIGKILL in the middle of its update; its lock may have to be removed with pulumi cancel --stack dev",
    });
    expect(await stack.read()).toMatchObject({ busy: false, interrupted: true, updates: [] });

    const other = await failure(project.open().up({}, "by another driver", going()));
    expect(other.reason).toBe("conflict");
    expect(other.message).toContain("that process does not run any more: its update was killed.");

    gate.open();
    await stack.up({}, "the same again", going());
    const state = await stack.read();
    expect(state).toMatchObject({
      busy: false,
      interrupted: false,
      updates: [{ message: "the same again" }],
    });
    expect(project.pulumi("stack", "export")).toContain("pending_operations");
  });

  it("finishes what it has begun when it is stopped, and begins nothing afterwards", async () => {
    const project = realProject();
    const gate = project.gate();
    const stack = project.open({ environment: gate.environment });
    const stopper = new AbortController();
    const stopped = failure(stack.up({}, "stopped", stopper.signal));
    await gate.entered();
    stopper.abort();
    gate.open();
    expect(await stopped).toMatchObject({ reason: "stopped" });
    expect(await stack.read()).toMatchObject({
      busy: false,
      interrupted: false,
      updates: [{ message: "stopped", succeeded: false }],
    });
    expect((await failure(stack.up({}, "late", stopper.signal))).message).toBe("pulumi up was not started");
    expect(await stack.read()).toMatchObject({ updates: [{ message: "stopped" }] });
  });

  it("ends its update although the driver and all of its processes are killed", async () => {
    const project = realProject();
    const gate = project.gate();
    const { root, stack, spec } = project.options;
    const program = `
      const { openStack } = require(${JSON.stringify(resolve("dist/release/stack/openStack.js"))});
      const options = ${JSON.stringify({ root, stack, spec })};
      openStack({ ...options, environment: process.env }).up({}, "of a killed driver", new AbortController().signal);
    `;
    const driver = spawn(process.execPath, ["-e", program], {
      env: gate.environment,
      stdio: "ignore",
      detached: true,
    });
    await gate.entered();
    process.kill(-(driver.pid ?? 0), "SIGKILL");
    const another = project.open();
    expect(await another.read()).toMatchObject({ busy: true, interrupted: false });
    gate.open();
    await until(async () => !(await another.read()).busy);
    expect(await another.read()).toMatchObject({
      interrupted: false,
      component: { name: "myapp" },
      updates: [{ message: "of a killed driver", succeeded: true }],
    });
  });

  it("explains a failed update by its errors", async () => {
    const project = realProject();
    const environment = { ...project.options.environment, FAILS: "yes" };
    const { reason, message } = await failure(project.open({ environment }).up({}, "fails", going()));
    expect(reason).toBe("failed");
    expect(message).toContain("2 of 2 pods of Deployment myapp-canary are not ready");
    expect(message).not.toContain("    at ");
    expect(await project.open().read()).toMatchObject({
      interrupted: false,
      updates: [{ message: "fails", succeeded: false }],
    });
  });

  it("explains what a person must repair", async () => {
    const project = realProject();
    const refused = (stack: Stack) => expect(stack.read()).rejects;
    await refused(project.open({ stack: "prod" })).toThrow(
      "there is no stack prod in this backend; create it: pulumi stack init prod",
    );
    const environment = { ...project.options.environment, PATH: "/nowhere" };
    await refused(project.open({ environment })).toThrow("there is no pulumi on PATH");
    expect(() => project.open({ root: "/" })).toThrow("there is no Pulumi.yaml in /");
  });

  it("explains the file that a kill can leave empty, without which the state is whole", async () => {
    const project = realProject();
    await project.open().up({}, "before", going());
    const backend = fileURLToPath(project.options.environment.PULUMI_BACKEND_URL as string);
    const stacks = join(backend, ".pulumi", "stacks");
    const [name = ""] = readdirSync(stacks);
    const attributes = join(stacks, name, "dev.json.attrs");
    writeFileSync(attributes, "");
    await expect(project.open().read()).rejects.toThrow("empty .json.attrs file");
    rmSync(attributes);
    expect((await project.open().read()).updates).toMatchObject([{ message: "before" }]);
  });
});
