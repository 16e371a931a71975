import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { command, passphraseVector, programDirectory, screen, temporaryDirectory } from "../support.js";

const kitchen = programDirectory("kitchen");
const shown = (name: string) => `screens/${name}.txt`;

describe("the command", () => {
  it("shows a first render, a change and a deletion", async () => {
    const directory = temporaryDirectory();
    const up = (...args: string[]) => command(["up", "--cwd", kitchen, "--render", directory, ...args]);

    const first = await up("--config", "extra=true");
    expect(first).toMatchObject({ code: 0, stderr: "" });
    await expect(screen(first.stdout, directory)).toMatchFileSnapshot(shown("first"));

    const change = await up("-c", "canaryWeight=50", "-c", "activeColor=green", "-c", "scheduler=rr");
    expect(change).toMatchObject({ code: 0, stderr: "" });
    await expect(screen(change.stdout, directory)).toMatchFileSnapshot(shown("change"));

    const again = await up(
      "-c",
      "canaryWeight=50",
      "-c",
      "activeColor=green",
      "-c",
      "scheduler=rr",
      "--no-write",
    );
    expect(again.stdout).toMatch(/nothing changes, 7 objects stay · \d/);
    expect(again.stdout).not.toContain("rendered to");
  });

  it.each([60, 80])("shows the whole release on a screen of %d columns", async (columns) => {
    const args = ["preview", "--cwd", kitchen, "--no-write", "-c", "canaryWeight=50"];
    const wide = await command(args, { NO_COLOR: "1" }, 300);
    const { stdout } = await command(args, { NO_COLOR: "1" }, columns);
    expect(stdout.split("\n").filter((line) => line.length > columns)).toEqual([]);
    const words = (text: string) => screen(text).replace(/\s+/g, " ");
    expect(words(stdout)).toBe(words(wide.stdout));
  });

  it("writes files in the order in which the objects change", async () => {
    const directory = temporaryDirectory();
    await command(["preview", "--cwd", kitchen, "--render", directory, "-c", "canaryWeight=50"]);
    const { resources } = parse(readFileSync(join(directory, "kustomization.yaml"), "utf8")) as {
      resources: string[];
    };
    const at = (name: string) => resources.findIndex((path) => path.endsWith(`-${name}.yaml`));
    expect(at("myapp-canary")).toBeLessThan(at("myapp-stable"));
    expect(at("shop-blue")).toBeLessThan(resources.indexOf("1-manifest/v1-service-default-shop.yaml"));
  });

  it("prints only the report as JSON, without secrets", async () => {
    const { code, stdout } = await command([
      "preview",
      "--cwd",
      programDirectory("features"),
      "--no-write",
      "--json",
    ]);
    const report = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      project: "features",
      stack: "dev",
      first: true,
      outputs: { password: "<secret>" },
    });
    expect(report.objects).toContainEqual(
      expect.objectContaining({ kind: "Namespace", name: "team", change: "create" }),
    );
    expect(stdout).not.toContain("hush-hush");
    expect(stdout).not.toContain(Buffer.from("hush-hush").toString("base64"));
  });

  it("prints and writes secrets only with --show-secrets", async () => {
    const directory = temporaryDirectory();
    const base = ["preview", "--cwd", programDirectory("features"), "--render", directory, "--yaml"];
    const file = join(directory, "1-manifest", "v1-secret-default-secret.yaml");
    const secret = Buffer.from("hush-hush").toString("base64");

    const masked = await command(base);
    expect(masked.stdout).toContain("data: <secret>");
    expect(readFileSync(file, "utf8") + masked.stdout).not.toContain(secret);

    const open = await command([...base, "--show-secrets"]);
    expect(open.stdout).toContain(secret);
    expect(readFileSync(file, "utf8")).toContain(secret);
  });

  it("shows secret outputs only with --show-secrets, as text and as JSON", async () => {
    const base = ["preview", "--cwd", programDirectory("features"), "--no-write"];
    expect((await command(base)).stdout).toContain("\n  password: <secret>\n");
    expect((await command([...base, "--show-secrets"])).stdout).toContain("\n  password: hush-hush\n");
    const { stdout } = await command([...base, "--show-secrets", "--json"]);
    expect(JSON.parse(stdout).outputs).toEqual({ petName: "<computed>", password: "hush-hush" });
  });

  it("shows resources of other kinds as a tree", async () => {
    const { stdout } = await command(["preview", "--cwd", programDirectory("features"), "--no-write"]);
    await expect(screen(stdout)).toMatchFileSnapshot(shown("features"));
  });

  it("has one line for each resource that only the provider expands", async () => {
    const { code, stdout } = await command([
      "preview",
      "--cwd",
      programDirectory("unsupported"),
      "--no-write",
    ]);
    expect(code).toBe(0);
    await expect(screen(stdout)).toMatchFileSnapshot(shown("unsupported"));
  });

  it.for<[string, string]>([
    ["runError", "error: refused on purpose:\n  weight: 120 is too much\n"],
    [
      "duplicate",
      "error: Duplicate resource URN 'urn:pulumi:dev::failures::kubernetes:core/v1:ConfigMap::same'; try giving it a unique name\n",
    ],
  ])("ends with code 1 and the error of the program once: %s", async ([how, stderr]) => {
    const directory = temporaryDirectory();
    const args = [
      "preview",
      "--cwd",
      programDirectory("failures"),
      "--config",
      `how=${how}`,
      "--render",
      join(directory, "r"),
    ];
    expect(await command(args)).toMatchObject({ code: 1, stderr });
    expect(existsSync(join(directory, "r"))).toBe(false);
  });

  it("decrypts secrets with the passphrase and does not print them", async () => {
    const { salt, sealed } = passphraseVector("correct horse", "hush-hush", "t0ken");
    const file = join(temporaryDirectory(), "stack.yaml");
    const lines = [
      `  password: {secure: "${sealed[0]}"}`,
      `  account: {user: u, token: {secure: "${sealed[1]}"}}`,
    ];
    writeFileSync(file, ["config:", "  region: eu", ...lines, `encryptionsalt: ${salt}`, ""].join("\n"));
    const base = [
      "preview",
      "--cwd",
      programDirectory("secrets"),
      "--config-file",
      file,
      "--no-write",
      "--yaml",
    ];

    const open = await command([...base, "--show-secrets"], { PULUMI_CONFIG_PASSPHRASE: "correct horse" });
    expect(parse(open.stdout).data).toEqual({ user: "u", password: "hush-hush", region: "eu" });
    const masked = await command(base, { PULUMI_CONFIG_PASSPHRASE: "correct horse" });
    expect(parse(masked.stdout).data).toEqual({ user: "<secret>", password: "<secret>", region: "eu" });
    const closed = await command(base);
    expect([closed.code, closed.stderr]).toEqual([
      1,
      `error: ${file}: secrets:password is encrypted; set PULUMI_CONFIG_PASSPHRASE, or give it with --config secrets:password=…\n`,
    ]);
  });

  it("refuses a directory with other files before it runs the program", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "precious"), "");
    const args = [
      "preview",
      "--cwd",
      programDirectory("failures"),
      "-c",
      "how=endless",
      "--render",
      directory,
    ];
    expect(await command(args)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("choose another with --render DIR"),
    });
  });

  it("warns of a stack without configuration only where the program needs some", async () => {
    const without = (name: string) => command(["preview", "--cwd", programDirectory(name), "--no-write"]);
    expect((await without("features")).stderr).toBe("");
    const { code, stderr } = await without("failures");
    expect(code).toBe(1);
    expect(stderr).toContain("error: Missing required configuration variable 'failures:how'");
    expect(stderr).toMatch(
      /^warning: stack dev has no configuration; it is read from \S+Pulumi\.dev\.yaml\n/,
    );
  });

  it.for<[string, string]>([
    ["--render", " is not a folder; choose another with --render DIR"],
    ["--sarif", " is a folder; give the path of a file"],
  ])(
    "explains a path that is no place for its result, before it runs the program: %s",
    async ([option, end]) => {
      const directory = temporaryDirectory();
      writeFileSync(join(directory, "file"), "");
      const path = option === "--render" ? join(directory, "file") : directory;
      const program = ["preview", "--cwd", programDirectory("failures"), "-c", "how=runError"];
      const { stderr } = await command([...program, "--policy-pack", directory, option, path]);
      expect(stderr).toBe(`error: ${option === "--sarif" ? "--sarif " : ""}${path}${end}\n`);
    },
  );

  it("leaves out of its list what only an update knows, and secrets unless it shows them", async () => {
    const directory = temporaryDirectory();
    const base = ["preview", "--cwd", programDirectory("features"), "--render", directory];
    const listed = () => parse(readFileSync(join(directory, "kustomization.yaml"), "utf8")).resources;
    const hidden = await command([...base, "--yaml"]);
    expect(listed()).not.toContainEqual(expect.stringMatching(/-(unknowns|secret)\.yaml$/));
    expect(hidden.stderr).toContain(
      "warning: 1 object has values that only an update knows, so its file has <computed>",
    );
    await command([...base, "--show-secrets"]);
    expect(listed()).toContain("1-manifest/v1-secret-default-secret.yaml");
    expect(listed()).not.toContain("1-manifest/v1-configmap-default-unknowns.yaml");
  });

  it("warns of a misspelled --config", async () => {
    const { code, stderr } = await command([
      "preview",
      "--cwd",
      kitchen,
      "--no-write",
      "--config",
      "canaryWieght=3",
    ]);
    expect([code, stderr]).toEqual([
      0,
      'warning: --config canaryWieght: this stack has no such key; did you mean "canaryWeight"?\n',
    ]);
  });

  it("answers wrong use with code 2 and a suggestion", async () => {
    expect(await command(["up", "--no-wirte"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: unknown option --no-wirte; did you mean "--no-write"?\n--help shows how to use it\n',
    });
    const nowhere = temporaryDirectory();
    expect(await command(["up", "--cwd", nowhere])).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: there is no Pulumi.yaml in ${nowhere} or above it; name the project with --cwd DIR\n`,
    });
  });

  it("reads any stack from --config-file, and refuses a stack without a file where others have one", async () => {
    const args = ["preview", "--cwd", kitchen, "--no-write", "--stack", "test"];
    const file = join(kitchen, "Pulumi.dev.yaml");
    expect(await command([...args, "--config-file", file])).toMatchObject({ code: 0, stderr: "" });
    expect(await command(args)).toMatchObject({
      code: 2,
      stderr:
        "error: --stack test: there is no Pulumi.test.yaml; the stacks are dev; for a new stack, create Pulumi.test.yaml\n",
    });
  });

  it("prints its version and its help", async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../../../package.json"), "utf8"));
    expect((await command(["--version"])).stdout).toBe(`${version}\n`);
    expect((await command([])).stdout).toMatch(/^Usage: pulumi-kubernetes-traffic <command> \[options\]\n/);
  });
});
