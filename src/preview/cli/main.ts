#!/usr/bin/env node
import * as nodeModule from "node:module";
import { openTerminal } from "../screen/terminal.js";
import { run } from "./run.js";

// Loading gRPC takes most of the start. From Node 22.1, a cache of the compiled code shortens every later run.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();

// A reader such as `head` may close its end early. The rest of the output has no reader, which is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

void run(process.argv.slice(2), openTerminal(), process.env).then((code) => {
  process.exitCode = code;
});
