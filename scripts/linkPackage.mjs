// Gives each package in this repository what `npm install` gives a copy of it: the library in its node_modules. These
// packages have a package.json of their own, as Pulumi requires, so they cannot find the library by the name of the
// package around them.
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

for (const folder of ["examples/policy-pack", "plugin"]) {
  const link = join(root, folder, "node_modules", "pulumi-kubernetes-traffic");
  mkdirSync(join(link, ".."), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(root, link, "junction"); // on Windows a junction needs no rights; elsewhere it is a link
}
