import * as http from "node:http";
import * as https from "node:https";
import type { CheckResult } from "../driver/ports.js";
import { oneLine } from "../outside/oneLine.js";
import type { CheckSpec } from "../spec/spec.js";
import { after, ordinal, timeText } from "./text.js";

type HttpCheck = Extract<CheckSpec, { check: "http" }>;

/** Bytes of an answer that are read. A message shows less. */
const LONGEST_BODY = 4096;

interface Answer {
  readonly status: number;
  readonly body: string;
  /** Where a redirect leads. */
  readonly location: string | undefined;
}

/**
 * Sends GET requests one after the other until one of them fails. Each has a connection of its own, so that a Service
 * spreads them over its pods. A redirect is an answer like any other, and is not followed.
 */
export async function httpCheck(check: HttpCheck, stopped: AbortSignal): Promise<CheckResult> {
  const { url, expect, times } = check;
  const took: number[] = [];
  for (let count = 1; count <= times; count++) {
    const start = performance.now();
    const which = times === 1 ? "" : ` at the ${ordinal(count)} of ${times}`;
    try {
      const answer = await get(check, stopped);
      if (answer.status !== expect) {
        return { passed: false, text: `GET ${url} answered ${unexpected(answer, expect, which)}` };
      }
    } catch (error) {
      return { passed: false, text: `GET ${url} ${failed(error, which, check, stopped)}` };
    }
    took.push(performance.now() - start);
  }
  return { passed: true, text: `GET ${url} answered ${expect}${countText(times)} in ${rangeText(took)}` };
}

function get({ url, timeout }: HttpCheck, stopped: AbortSignal): Promise<Answer> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(timeout * 1000)]);
  const { request } = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    request(url, { method: "GET", agent: false, signal }, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      const finish = () => {
        const { statusCode = 0, headers } = response;
        resolve({
          status: statusCode,
          body: Buffer.concat(parts).toString("utf8"),
          location: headers.location,
        });
      };
      response.on("error", reject);
      response.on("end", finish);
      response.on("data", (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size < LONGEST_BODY) return;
        finish();
        response.destroy();
      });
    })
      .on("error", reject)
      .end();
  });
}

function unexpected({ status, body, location }: Answer, expect: number, which: string): string {
  const target = location === undefined ? "" : `; it redirects to ${oneLine(location)}`;
  const shown = oneLine(body);
  return `${status}${which}, not ${expect}${target}${shown === "" ? "" : `; body: ${shown}`}`;
}

function failed(error: unknown, which: string, { timeout }: HttpCheck, stopped: AbortSignal): string {
  if (stopped.aborted) return `was stopped${which}`;
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) {
    return `did not answer within ${timeText(timeout * 1000)}${which}`;
  }
  return `failed${which}${after(causeOf(error))}${remedyFor(error)}`;
}

/** Where a name has several addresses, the error of the last one is the cause. */
function causeOf(error: unknown): string {
  if (error instanceof AggregateError) return causeOf(error.errors.at(-1));
  return oneLine(error instanceof Error ? error.message : String(error));
}

function remedyFor(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (code !== "ENOTFOUND" && code !== "EAI_AGAIN") return "";
  return "; the name of a Service is known inside the cluster alone: run the release there, or use a job check";
}

function countText(times: number): string {
  return times === 1 ? "" : ` ${times} of ${times} times`;
}

function rangeText(took: readonly number[]): string {
  const [least, most] = [Math.round(Math.min(...took)), Math.round(Math.max(...took))];
  return least === most
    ? timeText(most)
    : `${least < 1000 && most < 1000 ? least : timeText(least)} to ${timeText(most)}`;
}
