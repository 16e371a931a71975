import { readFileSync } from "node:fs";
import type { Environment } from "./environment.js";
import type { Found } from "./result.js";

/** The version of the shape of a result. */
export const FORMAT = 1;

/** How a run came about. */
export interface Origin {
  /** The command that makes this result. */
  readonly command: string;
  readonly driver: "pulumi" | "direct";
  /** The version of Kubernetes. */
  readonly kubernetes: string;
  /** The number of nodes. Absent on a cluster that was there, and in results from before there could be several. */
  readonly nodes?: number;
  readonly date: string;
  readonly minutes: number;
  /** Whether it went to its end. */
  readonly whole: boolean;
}

/** The result of a run as JSON: `--out`. */
export interface ResultFile extends Origin, Found {
  /** Absent in results from before there was a number. */
  readonly format?: typeof FORMAT;
  /** Connections a second to each app. */
  readonly rate?: number;
  readonly environment?: Environment;
}

/** Reads the results of earlier runs. */
export function readResult(file: string): ResultFile {
  const result = JSON.parse(readFileSync(file, "utf8")) as ResultFile;
  if (!Array.isArray(result.results)) throw new Error(`${file} is not the result of a run`);
  if ((result.format ?? FORMAT) > FORMAT)
    throw new Error(`${file} has format ${result.format}, newer than ${FORMAT}`);
  return result;
}
