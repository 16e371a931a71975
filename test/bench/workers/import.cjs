// Loads modules, and prints how long that took and what it keeps in memory.
const before = process.memoryUsage().heapUsed;
const began = performance.now();
for (const name of JSON.parse(process.argv[2])) require(name);
const ms = performance.now() - began;
global.gc();
console.log(JSON.stringify({ ms, bytes: process.memoryUsage().heapUsed - before }));
