import { comparedTable } from "./compared.js";
import { guardTable, validityTable } from "./tables.js";

// `npm run bench:release` prints the tables of docs/how-it-decides.md. The same number of releases gives the same tables.
// `npm run bench:release -- 400` simulates so many in each case; the default takes a minute or two.

const releases = Number(process.argv[2] ?? 20);
if (!Number.isSafeInteger(releases) || releases < 1) {
  console.error(`bench: ${process.argv[2]} is not a number of releases; give a whole number from 1`);
  process.exit(2);
}

const progress = (text: string) => process.stderr.write(`${text}\n`);

console.log(`Releases in each case: ${releases}\n`);
console.log(validityTable(releases, progress));
console.log(guardTable(releases, progress));
console.log(comparedTable(releases, progress));
