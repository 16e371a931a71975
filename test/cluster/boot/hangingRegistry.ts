import { once } from "node:events";
import { createServer } from "node:net";
import { CONTROL_PLANE } from "./network.js";

const PORT = 5000;

/** An image whose pull gets no answer while the hanging registry is open. */
export const hangingImage = `${CONTROL_PLANE}:${PORT}/app:v3`;

let opened: Promise<unknown> | undefined;

/** Accepts connections and never answers, until the end of the run. */
export async function openHangingRegistry(): Promise<void> {
  opened ??= once(createServer((socket) => socket.on("error", () => {}).resume()).listen(PORT), "listening");
  await opened;
}
