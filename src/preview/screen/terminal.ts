import { lacksUnicode, withoutMarks } from "./ascii.js";
import { colored, type Paint, plainly } from "./style.js";

type Stream = NodeJS.WriteStream;

/** The output of a command: results go to stdout, errors and progress to stderr. */
export interface Terminal {
  /** Columns of the screen. Infinity without one: nothing is then too wide. */
  readonly width: number;
  readonly paint: Paint;
  /** The present size of a screen on which text can be replaced; undefined for files and pipes. */
  screen(): { readonly columns: number; readonly rows: number } | undefined;
  /** Writes lines to stdout. */
  print(...lines: string[]): void;
  /** Writes lines to stderr. */
  printError(...lines: string[]): void;
  /** Forwards the output of another process. */
  forward(stream: "stdout" | "stderr", text: Buffer): void;
  /** On a screen, shows `what` and the elapsed seconds after one second. The returned function removes it. */
  progress(what: string): () => void;
}

// For a screen that does not know its width.
const USUAL = 100;

/**
 * The terminal of this process. It has colors on a screen, unless NO_COLOR is set or TERM is `dumb`. A screen whose locale is
 * not UTF-8 gets ASCII marks. Files and pipes are always UTF-8.
 */
export function openTerminal(
  stdout: Stream = process.stdout,
  stderr: Stream = process.stderr,
  environment: NodeJS.ProcessEnv = process.env,
): Terminal {
  const color = stdout.isTTY === true && !environment.NO_COLOR && environment.TERM !== "dumb";
  const isAscii = lacksUnicode(environment);
  const written = (stream: Stream, lines: readonly string[]) => {
    const text = lines.map((line) => `${line}\n`).join("");
    stream.write(stream.isTTY && isAscii ? withoutMarks(text) : text);
  };
  let progressShown = false;
  const clear = () => {
    if (progressShown) stderr.write("\r\u001b[K");
    progressShown = false;
  };
  return {
    width: stdout.isTTY ? stdout.columns || USUAL : Number.POSITIVE_INFINITY,
    paint: color ? colored : plainly,
    screen: () =>
      stdout.isTTY && environment.TERM !== "dumb"
        ? { columns: stdout.columns || 80, rows: stdout.rows || 24 }
        : undefined,
    print: (...lines) => {
      clear();
      written(stdout, lines);
    },
    printError: (...lines) => {
      clear();
      written(stderr, lines);
    },
    forward: (stream, text) => {
      clear();
      (stream === "stdout" ? stdout : stderr).write(text);
    },
    progress: (what) => {
      if (!stderr.isTTY || environment.TERM === "dumb") return () => undefined;
      const started = performance.now();
      const timer = setInterval(() => {
        clear();
        stderr.write(`${what} ${Math.round((performance.now() - started) / 1000)} s`);
        progressShown = true;
      }, 1000);
      timer.unref();
      return () => {
        clearInterval(timer);
        clear();
      };
    },
  };
}
