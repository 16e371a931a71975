import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type ProgramSource, withRemedy } from "./remedies.js";

const PACKAGE = join(__dirname, "../../.."); // from src and from dist alike
const FRAME = /^\s+(at |\.{3} \d+ lines matching cause)/;
const FOREIGN = /node_modules|node:|\(<anonymous>\)|at async Promise\.\w+ \(index|lines matching cause/;
const FOREIGN_REQUIRER = /^\s*- .*node_modules/;
// What Node.js adds to its own errors. Their messages have it already.
const NODE_FIELDS =
  / \{\n(?:\s+(?:code|errno|syscall|path|dest|url|requireStack): (?:\[\n[^\]]*\]|.*),?\n)+\s*\}/g;

/** An error of the program for its author: with frames of their own files alone, and with what to do where that is known. */
export function errorText(message: string, source: ProgramSource): string {
  const text = ownFrames(stripVTControlCharacters(message).trimEnd())
    .replace(NODE_FIELDS, "")
    .replace(/^(error serializing property "[^"]*": )\1+/, "$1"); // the SDK adds it for every resource that gets the value
  return withRemedy(text.trimEnd(), source);
}

function ownFrames(text: string): string {
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    if (!isForeign(line)) kept.push(line);
    else if (line.endsWith(" {")) kept.push(`${kept.pop() ?? ""} {`); // the fields of the error follow its last frame
  }
  return kept.join("\n");
}

function isForeign(line: string): boolean {
  if (FOREIGN_REQUIRER.test(line)) return true;
  return FRAME.test(line) && (FOREIGN.test(line) || isOurs(line));
}

function isOurs(line: string): boolean {
  return ["src", "dist"].some((folder) => line.includes(join(PACKAGE, folder, "/")));
}
