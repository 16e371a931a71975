import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Failure } from "../../preview/failure.js";
import { type ConfigChanges, type Stack, type StackState, UpFailed } from "../driver/ports.js";
import type { ReleaseSpec } from "../spec/spec.js";
import { componentOf, isComponent } from "./component.js";
import { readConfigFile, writeConfigFile } from "./configFile.js";
import { errorText } from "./diagnostics.js";
import { endOf, type HistoryEntry, isRunning, updatesOf } from "./history.js";
import { keysOf } from "./keys.js";
import { conflictText, isConflict, isStale, locksIn, locksOnDisk } from "./locks.js";
import { isWhole, PAGE, PAGES } from "./pages.js";
import { readProject } from "./project.js";
import { type PulumiResult, type PulumiSettings, pulumiRead, pulumiUp } from "./pulumi.js";
import { lostCreations, SECOND, type StackExport, wasInterrupted } from "./state.js";

/** The stack of a release. */
export interface StackOptions {
  /** The directory of Pulumi.yaml. */
  readonly root: string;
  /** Name of the stack, as `pulumi --stack` takes it. */
  readonly stack: string;
  readonly spec: ReleaseSpec;
  /** The environment of pulumi: backend, passphrase, kubeconfig. */
  readonly environment: NodeJS.ProcessEnv;
  /** File to read and write instead of Pulumi.STACK.yaml. */
  readonly configFile?: string | undefined;
  /** Gets the output of `up` while it runs. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/**
 * Opens a stack for a release. Throws a Failure if there is no project. Its methods run the Pulumi CLI on PATH, with
 * `--stack` each time, so that the stack that a person has selected stays. They reject with a Failure for everything that
 * a person must repair: no CLI, no such stack, no access to the backend.
 *
 * Reading never decrypts a secret, so it needs no passphrase.
 */
export function openStack(options: StackOptions): Stack {
  const { root, stack, spec, environment, onOutput } = options;
  const project = readProject(root);
  const keys = keysOf(spec, project.name);
  const shortName = stack.split("/").at(-1) ?? stack;
  const path = options.configFile ?? join(project.stackDirectory, `Pulumi.${shortName}.yaml`);
  const configFile = { path, project: project.name, keys };
  const settings: PulumiSettings = { cwd: root, environment };
  const ended = new Set<number>();
  let backend: Promise<string> | undefined;

  const readJson = async <T>(args: readonly string[]): Promise<T> => {
    const result = await pulumiRead(args, settings);
    if (result.code !== 0) throw commandFailed(args, result);
    return JSON.parse(result.stdout) as T;
  };

  async function readHistory(): Promise<HistoryEntry[]> {
    const entries: HistoryEntry[] = [];
    for (let page = 1; page <= PAGES; page++) {
      const size = ["--page-size", String(PAGE), "--page", String(page)];
      const next = await readJson<HistoryEntry[]>(["stack", "history", "--json", "--stack", stack, ...size]);
      entries.push(...next);
      if (next.length < PAGE || isWhole(updatesOf(entries, keys), spec)) break;
    }
    return entries;
  }

  /** Where the backend is a directory, a lock shows an update that runs. Elsewhere it shows when `up` begins. */
  async function isLocked(): Promise<boolean> {
    backend ??= readJson<{ url?: string }>(["whoami", "--json"]).then(({ url }) => url ?? "");
    return locksOnDisk(await backend, project.name, stack).some((lock) => !isStale(lock));
  }

  async function read(again = true): Promise<StackState> {
    const begun = Date.now();
    const state = await readJson<StackExport>(["stack", "export", "--stack", stack]);
    const history = await readHistory();
    const [newest] = history;
    // An update that ended in between left a state that is older than its history. The clock of Pulumi Cloud may be ahead.
    if (again && newest && !isRunning(newest) && endOf(newest) + SECOND > begun) return read(false);
    const busy = (newest !== undefined && isRunning(newest)) || (await isLocked());
    const { component: name, release } = spec;
    const to = release.kind === "blueGreen" ? release.to : undefined;
    return {
      config: readConfigFile(configFile),
      updates: updatesOf(history, keys),
      component: componentOf(state, { name, kind: release.kind, to }),
      busy,
      interrupted: !busy && wasInterrupted(state, newest),
    };
  }

  async function up(changes: ConfigChanges, message: string, stopped: AbortSignal): Promise<void> {
    const written = writeConfigFile(configFile, changes);
    // pulumi reads a copy, so that nobody can change the config between its decision and its update.
    const folder = mkdtempSync(join(tmpdir(), "pulumi-kubernetes-traffic-"));
    const copy = join(folder, basename(path));
    try {
      writeFileSync(copy, written.text, { mode: 0o600 });
      await runUp(copy, message, stopped);
    } catch (error) {
      if (error instanceof UpFailed && error.reason === "conflict") written.undo();
      throw error;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async function readLost(): Promise<string[]> {
    const state = await readJson<StackExport>(["stack", "export", "--stack", stack]);
    const question = { name: spec.component, kind: spec.release.kind };
    return lostCreations(state, (urn) => isComponent(urn, question));
  }

  async function runUp(config: string, message: string, stopped: AbortSignal): Promise<void> {
    const args = ["up", "--yes", "--skip-preview", "--suppress-outputs", "--suppress-progress"];
    args.push("--stack", stack, "--message", message, "--config-file", config);
    const run = async () => {
      const lost = await readLost();
      if (stopped.aborted) throw new UpFailed("stopped", "pulumi up was not started");
      const result = await pulumiUp(args, lost.length > 0 ? takingOver(settings) : settings, {
        stopped,
        onOutput,
      });
      ended.add(result.pid);
      return result;
    };
    let result = await run();
    if (isAbandoned(result)) {
      await pulumiRead(["cancel", "--yes", "--stack", stack], settings);
      result = await run();
    }
    if (result.code !== 0) throw upFailed(stack, result, stopped);
  }

  /** A lock of a process that was started and has ended here is certainly stale. No other lock is removed. */
  function isAbandoned({ code, stdout }: PulumiResult): boolean {
    if (code === 0 || !isConflict(stdout)) return false;
    const locks = locksIn(stdout);
    return locks.length > 0 && locks.every((lock) => isStale(lock) && ended.has(lock.pid));
  }

  return { name: stack, read: () => read(), up };
}

/**
 * The provider takes over objects that exist already. Only for an update after a killed one, because it also takes over
 * what belongs to somebody else.
 */
function takingOver(settings: PulumiSettings): PulumiSettings {
  return {
    ...settings,
    environment: { ...settings.environment, PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" },
  };
}

function upFailed(stack: string, result: PulumiResult, stopped: AbortSignal): UpFailed {
  const output = result.stdout;
  if (isConflict(output)) return new UpFailed("conflict", conflictText(stack, locksIn(output)));
  if (stopped.aborted) return new UpFailed("stopped", "pulumi up was asked to end, and has ended early");
  if (result.signal !== undefined) {
    return new UpFailed(
      "failed",
      `pulumi was ended by ${result.signal} in the middle of its update; its lock may have to be removed with pulumi cancel --stack ${stack}`,
    );
  }
  return new UpFailed("failed", errorText(output));
}

function commandFailed(args: readonly string[], { stdout, stderr, code }: PulumiResult): Failure {
  const command = `pulumi ${args.slice(0, 2).join(" ")}`;
  const missing = /no stack named '(.+)' found/.exec(stderr)?.[1];
  if (missing !== undefined) {
    return new Failure(
      `there is no stack ${missing} in this backend; create it: pulumi stack init ${missing}`,
    );
  }
  // Seen with a real CLI: a backend in a directory writes the state at once, but the attributes of its file in parts.
  if (stderr.includes("failed to load checkpoint: EOF")) {
    return new Failure(
      `${command} failed: a killed update has left an empty .json.attrs file next to the stack's state, in .pulumi/stacks of the ` +
        "backend's directory; remove that file (the state does not need it), then run the release again",
    );
  }
  return new Failure(`${command} failed with exit code ${code}: ${errorText(`${stderr}\n${stdout}`)}`);
}
