import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { Lack } from "./needs.js";

const NAMES = [
  ...["chromium", "chromium-browser", "chromium-headless-shell", "headless_shell"],
  ...["google-chrome", "google-chrome-stable", "chrome"],
];

/** Path of a browser: CHROME_PATH, or the first Chromium on PATH. */
export function findBrowser(): string | undefined {
  const directories = (process.env.PATH ?? "").split(delimiter);
  const paths = directories.flatMap((directory) => NAMES.map((name) => join(directory, name)));
  return [process.env.CHROME_PATH ?? "", ...paths].find((path) => path !== "" && existsSync(path));
}

/** What is missing to look at a page; undefined with a browser. */
export function needsBrowser(): Lack | undefined {
  if (findBrowser() !== undefined) return undefined;
  return { need: "browser", remedy: "install chromium, or set CHROME_PATH" };
}

/** A message of the DevTools protocol. https://chromedevtools.github.io/devtools-protocol/ */
interface Message {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's JSON
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's JSON
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/** A headless browser with one empty page, driven through a pipe. */
export class Browser {
  /** URLs that the page asked for. */
  readonly requests: string[] = [];
  /** Requests that failed, and errors of scripts where `Runtime` is enabled. */
  readonly troubles: string[] = [];
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #profile: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #session: string | undefined;
  #last = 0;
  #loaded = "";
  #onLoad: () => void = () => undefined;

  private constructor(path: string) {
    this.#profile = mkdtempSync(join(tmpdir(), "browser-test-"));
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    this.#child = spawn(path, [...flags, "--remote-debugging-pipe", `--user-data-dir=${this.#profile}`], {
      env: { ...process.env, TMPDIR: this.#profile }, // it leaves a folder there
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", () => resolve()).once("error", () => resolve());
    });
    this.#listen(this.#child.stdio[4] as Readable);
  }

  static async start(): Promise<Browser> {
    const browser = new Browser(findBrowser() ?? "chromium");
    const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
    browser.#session = sessionId;
    await browser.send("Page.enable");
    await browser.send("Page.setLifecycleEventsEnabled", { enabled: true });
    await browser.send("Network.enable");
    return browser;
  }

  /** Sends a command, and resolves with its result. */
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's JSON
  async send(method: string, params: object = {}): Promise<any> {
    const id = ++this.#last;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const { result, error } = await Promise.race([answer, this.#ended.then((): Message => lost)]);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Loads a page, and waits until this one is there: the page before it may still send its events. */
  async load(url: string): Promise<void> {
    const { loaderId, errorText } = await this.send("Page.navigate", { url });
    if (errorText !== undefined) throw new Error(`${url}: ${errorText}`);
    await new Promise<void>((resolve) => {
      this.#onLoad = () => this.#loaded === loaderId && resolve();
      this.#onLoad();
    });
  }

  /** Shows the page on a screen of this size and scheme. */
  async show(width: number, height: number, scheme: "light" | "dark" = "light"): Promise<void> {
    const mobile = width < 600;
    await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile });
    await this.send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value: scheme }],
    });
  }

  /** The value of an expression on the page. */
  async value<T>(expression: string): Promise<T> {
    const { result } = await this.send("Runtime.evaluate", { expression, returnByValue: true });
    return result.value as T;
  }

  /** Runs the body of a function on the page, again and again, until its result is as wanted. */
  async eventually<T>(body: string, isWanted: (value: T) => boolean): Promise<T> {
    for (const end = Date.now() + 30_000; ; ) {
      const value = await this.value<T>(`(() => {${body}})()`);
      if (isWanted(value)) return value;
      if (Date.now() > end) throw new Error(`the page shows ${JSON.stringify(value)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async close(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  #listen(stream: Readable): void {
    let text = "";
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      const messages = (text + chunk).split("\0");
      text = messages.pop() ?? "";
      for (const message of messages) this.#receive(JSON.parse(message) as Message);
    });
  }

  #receive(message: Message): void {
    if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
    if (message.method === "Page.lifecycleEvent" && message.params.name === "load") {
      this.#loaded = message.params.loaderId;
      this.#onLoad();
    }
    if (message.method === "Network.requestWillBeSent") this.requests.push(message.params.request.url);
    if (message.method === "Network.responseReceived" && message.params.response.status >= 400)
      this.troubles.push(`${message.params.response.status} ${message.params.response.url}`);
    if (message.method === "Runtime.exceptionThrown")
      this.troubles.push(message.params.exceptionDetails.exception?.description ?? "an error of a script");
  }
}

const lost: Message = { error: { message: "the browser has ended" } };
