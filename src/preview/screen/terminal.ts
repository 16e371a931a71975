import { colored, type Paint, plainly } from "./style.js";

type Stream = NodeJS.WriteStream;

/** Where a command writes: results to stdout, errors and progress to stderr. */
export interface Terminal {
  /** Columns to lay text out for; 100 where there is no screen. */
  readonly width: number;
  readonly paint: Paint;
  /** Writes lines of the result. */
  print(...lines: string[]): void;
  /** Writes lines about what went wrong. */
  complain(...lines: string[]): void;
  /** Passes on what another process printed. */
  pass(stream: "stdout" | "stderr", text: Buffer): void;
  /** Shows, on a screen only and after a second, what takes so long; the function that it returns takes it away. */
  progress(what: string): () => void;
}

const WIDEST = 100;

/** The terminal of this process. Colour only on a screen, and not with NO_COLOR. */
export function openTerminal(
  stdout: Stream = process.stdout,
  stderr: Stream = process.stderr,
  environment: NodeJS.ProcessEnv = process.env,
): Terminal {
  const colour = stdout.isTTY === true && !environment.NO_COLOR && environment.TERM !== "dumb";
  let progressShown = false;
  const clear = () => {
    if (progressShown) stderr.write("\r\u001b[K");
    progressShown = false;
  };
  return {
    width: stdout.isTTY ? Math.min(stdout.columns || WIDEST, WIDEST) : WIDEST,
    paint: colour ? colored : plainly,
    print: (...lines) => {
      clear();
      stdout.write(lines.map((line) => `${line}\n`).join(""));
    },
    complain: (...lines) => {
      clear();
      stderr.write(lines.map((line) => `${line}\n`).join(""));
    },
    pass: (stream, text) => {
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
