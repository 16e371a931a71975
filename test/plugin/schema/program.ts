import { join } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "../../..");

/** The TypeScript program of the package, with types. */
export interface Program {
  readonly checker: ts.TypeChecker;
  /** What the package exports by this name. */
  exported(name: string): ts.Symbol;
}

/** Reads the sources with their types. */
export function readProgram(): Program {
  const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, "tsconfig.json"), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
    },
  });
  const index = join(ROOT, "src/index.ts");
  const program = ts.createProgram([index], { ...config?.options, noEmit: true, incremental: false });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(index);
  const module = file && checker.getSymbolAtLocation(file);
  const exports = new Map((module ? checker.getExportsOfModule(module) : []).map((one) => [one.name, one]));
  return {
    checker,
    exported(name) {
      const symbol = exports.get(name);
      if (!symbol) throw new Error(`src/index.ts does not export ${name}`);
      return original(checker, symbol);
    },
  };
}

/** The symbol itself, behind imports and exports of it. */
export function original(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The interface, class or alias that a symbol stands for. */
export function declarationOf(symbol: ts.Symbol): ts.Declaration {
  const declaration = symbol.declarations?.[0];
  if (!declaration) throw new Error(`${symbol.name} has no declaration`);
  return declaration;
}
