// Loads the modules of the SDKs and then the package, and prints what the SDKs took alone and what both took together.
const [sdks, entry] = [JSON.parse(process.argv[2]), process.argv[3]];

const before = process.memoryUsage().heapUsed;

/** Loads modules. Garbage of those before must not count as theirs. */
function load(names) {
  const began = performance.now();
  for (const name of names) require(name);
  const ms = performance.now() - began;
  global.gc();
  return { ms, bytes: process.memoryUsage().heapUsed - before };
}

const theirs = load(sdks);
const { ms, bytes } = load([entry]);
console.log(JSON.stringify({ ours: { ms: theirs.ms + ms, bytes }, theirs }));
