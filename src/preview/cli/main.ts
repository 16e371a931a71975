#!/usr/bin/env node
import * as nodeModule from "node:module";
import { openTerminal } from "../screen/terminal.js";
import { run } from "./run.js";

// Loading gRPC takes most of the start. From Node 22.1, a cache of the compiled code shortens every later run.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();

void run(process.argv.slice(2), openTerminal(), process.env).then((code) => {
  process.exitCode = code;
});
