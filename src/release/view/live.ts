import type { Terminal } from "../../preview/screen/terminal.js";
import { Frames } from "../../preview/screen/watch.js";
import type { ReleaseStatus } from "../driver/model.js";
import { changedLines } from "./lines.js";
import { releaseText } from "./text.js";

/** Shows a release while it goes on: redrawn on a screen, and elsewhere a line for each thing that changes. */
export function viewOf(terminal: Terminal, isText: boolean) {
  const frames = new Frames(terminal);
  const isScreen = terminal.screen() !== undefined && isText;
  let before: ReleaseStatus | undefined;
  let note = "";
  return {
    status: (status: ReleaseStatus) => {
      if (isScreen) frames.show([...screenText(status, terminal), ...(note === "" ? [] : ["", note])]);
      else for (const line of changedLines(before, status)) terminal.printError(line);
      before = status;
    },
    note: (text: string) => {
      note = text;
      if (isScreen && before) frames.show([...screenText(before, terminal), "", text]);
      else terminal.printError(text);
    },
  };
}

/** The screen of a release, as wide as the terminal is now. */
export function screenText(status: ReleaseStatus, terminal: Terminal): string[] {
  const width = terminal.screen()?.columns ?? terminal.width;
  return releaseText(status, { width, paint: terminal.paint });
}
