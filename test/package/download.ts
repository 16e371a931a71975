/** Runs a command that downloads, again if it fails: the reason may pass. Give it no assertion but that of its exit code. */
export function download<T>(command: () => T, tries = 3): T {
  try {
    return command();
  } catch (error) {
    if (tries === 1) throw error;
    console.warn("a download failed, once more:", error);
    return download(command, tries - 1);
  }
}
