import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { eventually, run } from "../commands.js";
import { binary } from "./binaries.js";
import { addClients, clientGateway, GUEST_CLIENTS, ip } from "./network.js";
import type { Daemon, Daemons } from "./processes.js";
import { umlCommand } from "./uml.js";

/** This end of the link to the guest. */
const HOST = "10.200.129.1";
export const GUEST = "10.200.129.2";
/** The guest's end of the link to its clients. */
const GATEWAY = clientGateway(GUEST_CLIENTS);
const CONTROL_PORT = 7000;

/**
 * A kernel in user mode for a kube-proxy in mode ipvs, because few kernels of build machines have IPVS. It forwards what
 * its clients send, as a node does for a pod. The clients run outside, because kube-proxy needs the guest's only, slow
 * processor.
 */
export class Guest {
  readonly #folder: string;
  readonly #daemons: Daemons;
  readonly #shells: Socket[] = [];
  readonly #waiting: ((socket: Socket) => void)[] = [];
  #server: Server | undefined;
  #kernel: Daemon | undefined;

  constructor(state: string, daemons: Daemons) {
    this.#folder = join(state, "guest");
    this.#daemons = daemons;
  }

  /** Restarts kube-proxy in the guest with this file. Boots the guest if it is not running. */
  async runKubeProxy(config: string, node: string): Promise<void> {
    if (!this.#kernel) await this.#boot();
    const file = join(this.#folder, "kube-proxy.conf");
    const log = join(this.#folder, "..", "logs", "kube-proxy-guest.log");
    writeFileSync(file, config);
    const command = [binary("kube-proxy"), `--config=${file}`, `--hostname-override=${node}`, "--v=3"];
    await this.shell(["restart_kube_proxy", log, ...command].join(" "));
    await eventually("kube-proxy runs in the guest", 120, async () => {
      const answer = await run("curl", ["-fs", "-m", "2", `http://${GUEST}:10249/proxyMode`]);
      if (answer.trim() !== "ipvs") throw new Error(`it says ${answer}`);
      await run("curl", ["-fs", "-m", "2", `http://${GUEST}:10256/healthz`]); // only after its first rules
    });
  }

  async #boot(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true });
    if (!this.#server) {
      await connect();
      this.#server = createServer((socket) => this.#meet(socket)).listen(CONTROL_PORT, HOST);
    }
    const [command = "", ...args] = umlCommand({
      script: join(import.meta.dirname, "guest.sh"),
      environment: { GUEST, HOST, GATEWAY, CONTROL_PORT: String(CONTROL_PORT) },
      taps: ["tap0", "tap1"],
    });
    this.#kernel = this.#daemons.start("guest", command, args);
  }

  async stop(): Promise<void> {
    for (const shell of this.#shells.splice(0)) shell.destroy();
    await this.#kernel?.stop();
    this.#kernel = undefined;
  }

  /** Runs a line of shell in the guest and returns what it prints. */
  async shell(line: string): Promise<string> {
    const socket = this.#shells.shift() ?? (await new Promise<Socket>((met) => this.#waiting.push(met)));
    socket.write(`${line}\n`);
    return text(socket);
  }

  #meet(socket: Socket): void {
    socket.on("error", () => {}); // the guest has ended
    const waiting = this.#waiting.shift();
    if (waiting) waiting(socket);
    else this.#shells.push(socket);
  }
}

/** Creates the links to the guest and from the guest to its clients. */
async function connect(): Promise<void> {
  for (const tap of ["tap0", "tap1"]) await ip(`tuntap add ${tap} mode tap`);
  await ip(`address add ${HOST}/24 dev tap0`);
  await ip("link set tap0 up");
  await ip(`route add ${GUEST_CLIENTS.range}.0/24 via ${GUEST}`);
  await addClients(GUEST_CLIENTS, GATEWAY);
  await ip("link add to-guest type bridge");
  for (const end of ["tap1", GUEST_CLIENTS.cable]) await ip(`link set ${end} master to-guest`);
  for (const link of ["tap1", GUEST_CLIENTS.cable, "to-guest"]) await ip(`link set ${link} up`);
}
