import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../commands.js";
import { TOOLS } from "./binaries.js";

/** The arguments of the app in each image, by name. The test builds the images; no registry is used. */
const IMAGES: Readonly<Record<string, readonly string[]>> = {
  "janakiramm/myapp:v1": ["-version", "V1"],
  "janakiramm/myapp:v2": ["-version", "vNext"],
  "test/drop:v1": ["-version", "V1", "-drop"],
  "test/drop:v2": ["-version", "vNext", "-drop"],
  "test/udp:v1": ["-version", "V1", "-udp"],
  "test/udp:v2": ["-version", "vNext", "-udp"],
  // One pod answers ten requests a second.
  "test/busy:v1": ["-version", "V1", "-work", "90ms", "-burn", "4ms", "-alone"],
  "test/busy:v2": ["-version", "vNext", "-work", "90ms", "-burn", "4ms", "-alone"],
  "test/release:good1": ["-version", "good1"],
  "test/release:good2": ["-version", "good2"],
  "test/release:errors": ["-version", "errors", "-errors", "0.05"],
  "test/release:slow": ["-version", "slow", "-slow", "0.2", "-slow-by", "1200ms"],
  "test/release:crash": ["-version", "crash", "-crash-after", "30s"],
  "test/release:overload": ["-version", "overload", "-overload", "10"],
  "test/pause:1": ["-pause"],
};

export const PAUSE_IMAGE = "docker.io/test/pause:1";

/** Writes a tar that `ctr image import` takes: one layer with the app, and a name and a command line for each image. */
export async function writeImages(folder: string): Promise<string> {
  mkdirSync(join(folder, "root"), { recursive: true });
  copyFileSync(join(TOOLS, "app"), join(folder, "root", "app"));
  await run("tar", [
    "-C",
    join(folder, "root"),
    "--owner=0",
    "--group=0",
    "-cf",
    join(folder, "layer.tar"),
    "app",
  ]);
  const layer = sha256(readFileSync(join(folder, "layer.tar")));
  const manifest = Object.entries(IMAGES).map(([name, args], index) => {
    const config = `config-${index}.json`;
    const image = {
      architecture: process.arch === "x64" ? "amd64" : process.arch,
      os: "linux",
      config: { Entrypoint: ["/app", ...args] },
      rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] },
    };
    writeFileSync(join(folder, config), JSON.stringify(image));
    return { Config: config, RepoTags: [`docker.io/${name}`], Layers: ["layer.tar"] };
  });
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  const configs = manifest.map(({ Config }) => Config);
  const archive = join(folder, "images.tar");
  await run("tar", ["-C", folder, "-cf", archive, "manifest.json", "layer.tar", ...configs]);
  return archive;
}

function sha256(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
