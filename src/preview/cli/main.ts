#!/usr/bin/env node
import * as nodeModule from "node:module";
import { openTerminal } from "../screen/terminal.js";
import { run } from "./run.js";

// Loading gRPC dominates the start; Node keeps its compiled code from the second run on (from Node 22.1).
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();

void run(process.argv.slice(2), openTerminal(), process.env).then((code) => {
  process.exitCode = code;
});
