import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { Failure } from "../failure.js";
import { DEFAULT_CLUSTER } from "./clusters.js";
import { safeName } from "./fileNames.js";
import { assertFolder, inside, withReason } from "./insideFolder.js";
import { inComment, KUSTOMIZATION, kustomizationText, listOf, OURS } from "./kustomization.js";
import { isIncomplete, type Missing, reasonsOf } from "./missing.js";
import { type Document, toYaml } from "./render.js";

/** A rendered object. */
export interface RenderedFile {
  /** The cluster that it is in. */
  readonly cluster: string;
  /** Path in the folder of its cluster, as the Kubernetes provider's `renderYamlToDirectory` names it. */
  readonly path: string;
  readonly document: Document;
  readonly missing: Missing;
}

/** A file of the last render. */
export interface EarlierFile {
  readonly cluster: string;
  /** Path in the render. */
  readonly file: string;
  readonly document: Document;
}

/** The files of the last render by `keyOf`. */
export type EarlierRender = ReadonlyMap<string, EarlierFile>;

/** The list of the clusters, where there are several. It is no kustomization: one `kubectl apply -k` reaches one cluster. */
const CLUSTERS = "clusters.yaml";

const OWN_FILE = /^(0-crd|1-manifest)\/[^/]+\.yaml$/;

/** The identity of a file, which stays the same when a second cluster moves it to a folder. */
export function keyOf({ cluster, path }: { readonly cluster: string; readonly path: string }): string {
  return `${safeName(cluster)}/${path}`;
}

/** The path of a file in the render: below a folder of its cluster where there are several. */
export function placeOf(file: Pick<RenderedFile, "cluster" | "path">, clusters: ReadonlySet<string>): string {
  return clusters.size > 1 ? keyOf(file) : file.path;
}

/** The files of an earlier render. Undefined when the directory has no render. */
export function readRendered(directory: string): EarlierRender | undefined {
  const listed = withReason(directory, "read", () => listedFiles(directory));
  if (!listed) return undefined;
  const read = listed.flatMap(({ cluster, path, file }) => {
    const document = withReason(directory, "read", () => readDocument(directory, file));
    return document ? [[keyOf({ cluster, path }), { cluster, file, document }] as const] : [];
  });
  return new Map(read);
}

/** Throws a Failure for a directory with other content than an earlier render, to protect files of the user. */
export function assertRenderable(directory: string): void {
  assertFolder(directory);
  const isFree = withReason(
    directory,
    "read",
    () => listedFiles(directory) || !existsSync(directory) || readdirSync(directory).length === 0,
  );
  if (isFree) return;
  throw new Failure(
    `${directory} is neither empty nor an earlier render (no ${KUSTOMIZATION} of this command); choose another with --render DIR`,
  );
}

/**
 * Writes the files, and for each cluster a kustomization.yaml that lists them in dependency order. Removes stale files of an
 * earlier render and no others. Throws a Failure for a directory with other content than a render.
 */
export function writeRendered(directory: string, files: readonly RenderedFile[]): void {
  assertRenderable(directory);
  withReason(directory, "written", () => {
    const clusters = new Set(files.map(({ cluster }) => cluster));
    removeStale(directory, new Set(files.map((file) => placeOf(file, clusters))));
    for (const file of files) writeInside(directory, placeOf(file, clusters), textOf(file), 0o600);
    writeLists(directory, files, clusters);
  });
}

function writeLists(directory: string, files: readonly RenderedFile[], clusters: ReadonlySet<string>): void {
  const [only] = clusters;
  if (clusters.size <= 1) {
    writeInside(directory, KUSTOMIZATION, kustomizationText(safeName(only ?? DEFAULT_CLUSTER), files));
    return;
  }
  const names = [...clusters].sort();
  for (const cluster of names) {
    const own = files.filter((file) => file.cluster === cluster);
    const folder = safeName(cluster);
    writeInside(directory, `${folder}/${KUSTOMIZATION}`, kustomizationText(folder, own));
  }
  const list = toYaml({ clusters: names.map(safeName) });
  const why = "# Each folder is for the cluster of one provider: kubectl apply -k FOLDER, with its context.";
  writeInside(directory, CLUSTERS, `${OURS}; edits are overwritten.\n${why}\n${list}`);
}

/** Removes what the last render wrote and this one does not write, and the folders that are then empty. */
function removeStale(directory: string, places: ReadonlySet<string>): void {
  const lists = [
    KUSTOMIZATION,
    CLUSTERS,
    ...clusterFolders(directory).map((name) => `${name}/${KUSTOMIZATION}`),
  ];
  const ours = lists.filter((path) => isOurs(directory, path));
  const stale = (listedFiles(directory) ?? []).map(({ file }) => file).filter((file) => !places.has(file));
  for (const path of [...stale, ...ours]) rmSync(inside(directory, path), { force: true });
  const folders = new Set([...stale, ...ours].flatMap((path) => [dirname(path), dirname(dirname(path))]));
  for (const folder of [...folders]
    .filter((path) => path !== ".")
    .sort()
    .reverse()) {
    const place = inside(directory, folder);
    if (existsSync(place) && readdirSync(place).length === 0) rmdirSync(place);
  }
}

function writeInside(directory: string, path: string, text: string, mode = 0o644): void {
  const place = inside(directory, path);
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
  writeFileSync(place, text, { mode });
}

function textOf({ document, missing }: RenderedFile): string {
  const yaml = toYaml(document);
  if (!isIncomplete(missing)) return yaml;
  return `# Do not apply this file: ${inComment(reasonsOf(missing).join("; "))}\n${yaml}`;
}

function readDocument(directory: string, file: string): Document | undefined {
  const place = inside(directory, file);
  return existsSync(place) ? ((parse(readFileSync(place, "utf8")) ?? {}) as Document) : undefined;
}

interface Listed {
  readonly cluster: string;
  readonly path: string;
  readonly file: string;
}

/** The files that the lists of an earlier render name. Undefined without such a list. */
function listedFiles(directory: string): Listed[] | undefined {
  const flat = isOurs(directory, KUSTOMIZATION);
  const nested = isOurs(directory, CLUSTERS);
  if (!flat && !nested) return undefined;
  const folders = clusterFolders(directory);
  return [...listedIn(directory, ""), ...folders.flatMap((folder) => listedIn(directory, `${folder}/`))];
}

function listedIn(directory: string, prefix: string): Listed[] {
  const text = readList(directory, `${prefix}${KUSTOMIZATION}`);
  const list = text === undefined ? undefined : listOf(text);
  if (!list) return [];
  // An edited list must not make us read or remove files outside the directory.
  const own = list.paths.filter((path) => OWN_FILE.test(path));
  return own.map((path) => ({ cluster: list.cluster, path, file: `${prefix}${path}` }));
}

/** The folders in the list of clusters. */
function clusterFolders(directory: string): string[] {
  const text = readList(directory, CLUSTERS);
  if (!text?.startsWith(OURS)) return [];
  const { clusters } = (parse(text) ?? {}) as { clusters?: unknown };
  return Array.isArray(clusters)
    ? clusters.map(String).filter((name) => name !== "" && safeName(name) === name)
    : [];
}

function isOurs(directory: string, path: string): boolean {
  return readList(directory, path)?.startsWith(OURS) === true;
}

function readList(directory: string, path: string): string | undefined {
  const place = join(directory, path);
  return existsSync(place) ? readFileSync(inside(directory, path), "utf8") : undefined;
}
