// Gives the pack in this repository what `npm install` gives a copy of it: the library in its node_modules. The pack has
// a package.json of its own, as Pulumi requires, so it cannot find the library by the name of the package around it.
const { mkdirSync, rmSync, symlinkSync } = require("node:fs");
const { join, resolve } = require("node:path");

const link = join(__dirname, "policy-pack", "node_modules", "pulumi-kubernetes-traffic");
mkdirSync(join(link, ".."), { recursive: true });
rmSync(link, { force: true });
symlinkSync(resolve(__dirname, ".."), link, "junction"); // on Windows a junction needs no rights; elsewhere it is a link
