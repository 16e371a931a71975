import { stripVTControlCharacters } from "node:util";

/** An error of the program, without the frames of the SDK and of Node.js, which do not help its author. */
export function errorText(message: string): string {
  const foreign = /^\s+at .*(node_modules|node:|<anonymous>)/;
  return stripVTControlCharacters(message)
    .trimEnd()
    .split("\n")
    .filter((line) => !foreign.test(line))
    .join("\n")
    .replace(/^(error serializing property "[^"]*": )\1+/, "$1"); // the SDK adds it for every resource that gets the value
}
