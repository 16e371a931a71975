import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { type PackConfiguration, settingsOf } from "../../policies/framework/configuration.js";
import { startNode } from "../engine/process.js";
import { Failure, messageOf } from "../failure.js";
import { parseYamlFile } from "../project/stackFile.js";
import {
  configureRequest,
  initialConfigurationOf,
  type PackPolicy,
  policyOf,
  type StackSettings,
  stackRequest,
} from "./configuration.js";

/** How a pack is started. */
export interface PackSettings extends StackSettings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Seconds after which a pack that has not started is stopped. */
  readonly timeout: number;
  /** Receives the output of the pack as it arrives. */
  readonly onOutput: (text: Buffer) => void;
}

/**
 * A policy pack in its own process, started and called as the Pulumi CLI does. The pack prints the port of its analyzer
 * as its first line. The analyzer then receives the configuration of the stack, and that of the pack.
 */
export class Pack {
  private constructor(
    readonly name: string,
    readonly version: string,
    readonly policies: readonly PackPolicy[],
    readonly client: AnalyzerClient,
    readonly child: ChildProcess,
  ) {}

  /** Starts the pack in a directory. Throws a Failure with the reason when it cannot start. */
  static async start(
    directory: string,
    configuration: PackConfiguration,
    settings: PackSettings,
  ): Promise<Pack> {
    const root = resolve(directory);
    const child = startNode([runnerOf(root), "127.0.0.1:0", "."], {
      cwd: root,
      env: environmentOf(settings),
    });
    child.once("exit", () => process.removeListener("exit", stop));
    const stop = () => child.kill("SIGKILL");
    process.once("exit", stop);
    try {
      const client = new AnalyzerClient(
        `127.0.0.1:${await portOf(child, root, settings.timeout)}`,
        credentials.createInsecure(),
      );
      child.stdout?.on("data", settings.onOutput);
      child.stderr?.on("data", settings.onOutput);
      await ask(client, client.configureStack, stackRequest(settings)).catch(ignoreUnknown);
      const info = await ask<Empty, messages.AnalyzerInfo>(client, client.getAnalyzerInfo, new Empty());
      const policies = info.getPoliciesList().map(policyOf);
      const levels = settingsOf(
        `the policy pack ${info.getName()}`,
        policies,
        initialConfigurationOf(info),
        configuration,
      );
      await ask(client, client.configure, configureRequest(levels));
      const levelOf = (policy: PackPolicy) => levels.get(policy.name)?.enforcementLevel ?? "advisory";
      const configured = policies.map((policy) => ({ ...policy, enforcementLevel: levelOf(policy) }));
      return new Pack(info.getName(), info.getVersion(), configured, client, child);
    } catch (error) {
      stop();
      throw error instanceof Failure ? error : new Failure(messageOf(error), 1);
    }
  }

  analyze(request: messages.AnalyzeRequest): Promise<messages.AnalyzeResponse> {
    return ask(this.client, this.client.analyze, request);
  }

  remediate(request: messages.AnalyzeRequest): Promise<messages.RemediateResponse> {
    return ask(this.client, this.client.remediate, request);
  }

  analyzeStack(request: messages.AnalyzeStackRequest): Promise<messages.AnalyzeResponse> {
    return ask(this.client, this.client.analyzeStack, request);
  }

  /** Stops the process at once. */
  stop(): void {
    this.client.close();
    this.child.kill("SIGKILL");
  }
}

/** The SDK's runner from the pack's own node_modules: the SDK that runs a pack must be the one it imports. */
function runnerOf(root: string): string {
  const file = ["PulumiPolicy.yaml", "PulumiPolicy.yml"].map((name) => join(root, name)).find(existsSync);
  if (!file) throw new Failure(`--policy-pack ${root} has no PulumiPolicy.yaml`, 2);
  const { runtime } = (parseYamlFile(readFileSync(file, "utf8"), basename(file)).toJS() ?? {}) as {
    runtime?: unknown;
  };
  const name =
    typeof runtime === "object" && runtime !== null ? (runtime as { name?: unknown }).name : runtime;
  if (name !== "nodejs") {
    throw new Failure(`${file}: runtime ${JSON.stringify(name)} cannot run here; only nodejs can`);
  }
  try {
    return createRequire(join(root, "index.js")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  } catch {
    throw new Failure(`the packages of the policy pack ${root} are not installed; run npm install there`);
  }
}

function environmentOf({ project, stack, config, environment }: PackSettings): NodeJS.ProcessEnv {
  return {
    NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"),
    ...environment,
    PULUMI_CONFIG: JSON.stringify(config.values),
    PULUMI_PROJECT: project,
    PULUMI_STACK: stack,
    PULUMI_DRY_RUN: "true",
    PULUMI_NODEJS_PROJECT: project,
    PULUMI_NODEJS_STACK: stack,
    PULUMI_NODEJS_DRY_RUN: "true",
  };
}

/** The port in the first line of the pack's output. Throws a Failure with the output when there is none. */
function portOf(child: ChildProcess, root: string, timeout: number): Promise<string> {
  return new Promise((resolvePort, reject) => {
    const printed: string[] = [];
    const limit = setTimeout(() => refuse(`did not start within ${timeout} s`), timeout * 1000);
    const refuse = (why: string) => {
      clearTimeout(limit);
      const output = printed.join("").trim();
      reject(new Failure(`the policy pack ${root} ${why}${output === "" ? "" : `:\n${output}`}`));
    };
    const record = (text: Buffer) => printed.push(text.toString());
    child.stderr?.on("data", record);
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.once("line", (line) => {
      lines.close();
      clearTimeout(limit);
      child.stderr?.removeListener("data", record);
      if (/^\d+$/.test(line.trim())) resolvePort(line.trim());
      else refuse(`must print nothing before it creates its PolicyPack, but printed ${JSON.stringify(line)}`);
      child.stdout?.resume();
    });
    child.once("error", (error) => refuse(`cannot be started: ${error.message}`));
    child.once("close", () => refuse("ended without creating a PolicyPack"));
  });
}

type Method<Q, R> = (request: Q, reply: (error: Error | null, response: R) => void) => unknown;

function ask<Q, R>(client: AnalyzerClient, method: Method<Q, R>, request: Q): Promise<R> {
  return new Promise((resolveReply, reject) => {
    method.call(client, request, (error, response) => (error ? reject(error) : resolveReply(response)));
  });
}

/** Older packs do not support stack configuration. The CLI ignores that too. */
function ignoreUnknown(error: { code?: number }): void {
  if (error.code !== UNIMPLEMENTED) throw error;
}
const UNIMPLEMENTED = 12;
