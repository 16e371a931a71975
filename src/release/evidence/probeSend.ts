import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { connect } from "node:net";
import { oneLine } from "../outside/oneLine.js";
import type { IndicatorSpec } from "../spec/spec.js";
import { startLimit } from "./limit.js";
import { maskOf } from "./mask.js";

export type ProbeSpec = Extract<IndicatorSpec, { readonly source: "probe" }>;

/** `unknown`: it could not be sent for a reason that is not the target's, so it does not count. */
export type ProbeOutcome =
  | { readonly kind: "good" }
  | { readonly kind: "bad"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** What a lack on the way to the target, or on this machine, looks like. */
const NOT_THE_TARGET = new Set([
  ...["ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "ENETDOWN", "EADDRNOTAVAIL", "EMFILE", "ENFILE", "EACCES"],
  ...["ERR_INVALID_URL", "ERR_TLS_CERT_ALTNAME_INVALID", "SELF_SIGNED_CERT_IN_CHAIN"],
  ...["DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
]);

/** So that probes can be found in an access log. */
const HEADERS = { "user-agent": "pulumi-kubernetes-traffic" };

/** Sends one probe over a connection of its own, because a kept one would always reach the same pod. */
export async function sendProbe(
  target: string,
  spec: ProbeSpec,
  stopped: AbortSignal,
): Promise<ProbeOutcome> {
  const limit = startLimit(1000 * spec.timeout, stopped);
  try {
    return await (spec.protocol === "http" ? httpStatus : tcpConnection)(target, limit.signal);
  } catch (error) {
    return failureOf(error, target, spec.timeout, limit.signal);
  } finally {
    limit.end();
  }
}

function httpStatus(target: string, signal: AbortSignal): Promise<ProbeOutcome> {
  return new Promise((resolve, reject) => {
    const url = new URL(target);
    const request = url.protocol === "https:" ? requestHttps : requestHttp;
    const sent = request(url, { agent: false, signal, headers: HEADERS }, (response) => {
      const { statusCode = 0 } = response;
      response.on("error", reject);
      response.on("end", () => {
        resolve(statusCode >= 500 ? { kind: "bad", reason: `answered ${statusCode}` } : { kind: "good" });
      });
      response.resume();
    });
    sent.on("error", reject);
    sent.end();
  });
}

function tcpConnection(target: string, signal: AbortSignal): Promise<ProbeOutcome> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(target.includes("://") ? target : `tcp://${target}`);
    // URL keeps the brackets of an IPv6 address.
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) });
    const late = () => {
      socket.destroy();
      reject(new Error("late"));
    };
    signal.addEventListener("abort", late, { once: true });
    socket.on("connect", () => {
      socket.end();
      resolve({ kind: "good" });
    });
    socket.on("error", reject);
  });
}

function failureOf(error: unknown, target: string, timeout: number, signal: AbortSignal): ProbeOutcome {
  const { code, message } = error as { code?: string; message?: string };
  const shown = maskOf([])(target);
  if (code !== undefined && NOT_THE_TARGET.has(code)) {
    return {
      kind: "unknown",
      reason: `${shown} cannot be probed from here: ${oneLine(message ?? code)}; check the address, and the network of the driver`,
    };
  }
  if (signal.aborted) return { kind: "bad", reason: `no answer within ${timeout} s` };
  return { kind: "bad", reason: oneLine(message ?? String(error)) };
}
