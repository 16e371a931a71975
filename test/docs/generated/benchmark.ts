import { readRecorded } from "../../release/recorded.js";
import { tablesOf } from "../../release/sections.js";

/** A table of `npm run bench:release -- --docs`, as it was recorded. */
export const benchmark = (name: string) => () => tablesOf(readRecorded()).get(name) ?? `no table ${name}`;

/** The command that has recorded the tables. */
export const benchmarkCommand = () =>
  ["```", `npm run bench:release -- --releases ${readRecorded().releases} --docs`, "```"].join("\n");
