import type { Terminal } from "../../preview/screen/terminal.js";
import { Frames } from "../../preview/screen/watch.js";
import type { ReleaseStatus } from "../driver/model.js";
import { changedLines } from "./lines.js";
import { wrapped } from "./numbers.js";
import { printable } from "./printable.js";
import { releaseText } from "./text.js";

/** What a release shows while it goes on. */
export interface LiveView {
  status(status: ReleaseStatus): void;
  /** What is not in a status, such as why an update failed. */
  note(text: string): void;
}

/** Shows a release while it goes on: redrawn on a screen, and elsewhere a line on stderr for each thing that changes. */
export function viewOf(terminal: Terminal, isText: boolean): LiveView {
  return terminal.screen() !== undefined && isText ? screenView(terminal) : lineView(terminal);
}

/** A note stays below the release until an update succeeds: the reason of a failure holds until then. */
function screenView(terminal: Terminal): LiveView {
  const frames = new Frames(terminal);
  let shown: ReleaseStatus | undefined;
  let note: string | undefined;
  const redraw = () => {
    const lines = shown === undefined ? [] : screenText(shown, terminal);
    frames.show(note === undefined ? lines : [...lines, "", ...noteLines(note, terminal)]);
  };
  return {
    status: (status) => {
      const [newest] = status.decisions;
      if (newest?.succeeded && newest.version !== shown?.decisions[0]?.version) note = undefined;
      shown = status;
      redraw();
    },
    note: (text) => {
      note = text;
      redraw();
    },
  };
}

/** A line that is too long would move all lines below it. */
function noteLines(note: string, terminal: Terminal): string[] {
  return note.split("\n").flatMap((line) => wrapped(printable(line), widthOf(terminal)));
}

function lineView(terminal: Terminal): LiveView {
  let before: ReleaseStatus | undefined;
  return {
    status: (status) => {
      terminal.printError(...changedLines(before, status));
      before = status;
    },
    note: (text) => terminal.printError(text),
  };
}

/** The screen of a release, as wide as the terminal is now. */
export function screenText(status: ReleaseStatus, terminal: Terminal): string[] {
  return releaseText(status, { width: widthOf(terminal), paint: terminal.paint });
}

function widthOf(terminal: Terminal): number {
  return terminal.screen()?.columns ?? terminal.width;
}
