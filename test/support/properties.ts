import fc from "fast-check";

// A property draws the same values in every run, because a run that fails now and then says nothing about a change.
// PROPERTY_SEED=… draws others, and PROPERTY_RUNS=… more or fewer. A failure prints the seed that it had.
const { PROPERTY_SEED = "20261122", PROPERTY_RUNS } = process.env;

fc.configureGlobal({
  seed: Number(PROPERTY_SEED),
  ...(PROPERTY_RUNS && { numRuns: Number(PROPERTY_RUNS), interruptAfterTimeLimit: 90_000 }), // a test has two minutes
});
