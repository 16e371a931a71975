import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const CONTROL_GROUPS = "/sys/fs/cgroup";
/** Where containerd has the containers of a node in the folder of a run. */
const CONTAINERS = ["sandboxes", "containers"].map((kind) =>
  join("containerd", "io.containerd.grpc.v1.cri", kind),
);

/** The control groups of a run's containers, the inner ones first. Other runs have theirs at the same places. */
export function controlGroupsOf(state: string): string[] {
  const containers = CONTAINERS.flatMap((path) =>
    foldersIn(state).flatMap((node) => foldersIn(join(node, path))),
  );
  const names = containers.map((container) => container.slice(container.lastIndexOf("/") + 1));
  const groups = sharedGroups().flatMap((shared) => names.map((name) => join(shared, name)));
  return groups.filter((group) => existsSync(group)).flatMap((group) => [...allIn(group), group]);
}

/** The control groups in which the containers of every run have theirs. */
export function sharedGroups(): string[] {
  const hierarchies = [CONTROL_GROUPS, ...foldersIn(CONTROL_GROUPS)];
  return hierarchies.map((root) => join(root, "k8s.io")).filter((group) => existsSync(group));
}

function allIn(folder: string): string[] {
  return foldersIn(folder).flatMap((inner) => [...allIn(inner), inner]);
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}
