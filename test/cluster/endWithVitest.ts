// When Vitest's main process is killed, the process of a test file goes on. It ends here, and with it what it has started.
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
