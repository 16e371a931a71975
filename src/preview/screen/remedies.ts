/** Where a program is, as its messages name it. */
export interface ProgramSource {
  readonly project: string;
  /** The file of the stack's configuration. */
  readonly stackFile: string;
}

/** What to do about an error, by a part of its text. */
type Remedy = readonly [error: RegExp, remedy: (match: RegExpExecArray) => string];

const REMEDIES: readonly Remedy[] = [
  [
    /Unknown file extension "\.m?ts"/,
    () => "TypeScript in an ES module needs ts-node; run npm install --save-dev ts-node typescript",
  ],
  [
    // Later versions than the SDK's own list node16.
    /TS6046: Argument for '--module' option must be: (?!.*node16)/,
    () =>
      "a project without typescript is compiled by the TypeScript 3.8 of the Pulumi SDK; run npm install --save-dev typescript ts-node",
  ],
  [
    /Cannot find (?:module|package) '((?:@[^/']+\/)?[^./':][^/':]*)['/]/,
    ([, name]) => `this package is not installed; run npm install ${name}`,
  ],
];

const MISSING_CONFIG =
  /\n\s*please set a value using the command `(pulumi config set (--secret )?(\S+)) <value>`/g;

/** An error of a program with what to do about it. Pulumi's own remedies are for its CLI alone, so ours replace them. */
export function withRemedy(text: string, source: ProgramSource): string {
  const configured = text.replace(MISSING_CONFIG, (_, cli: string, secret: string | undefined, key: string) =>
    ["", ...configRemedy(key, source, secret !== undefined), `with the Pulumi CLI: ${cli} VALUE`].join(
      "\n  ",
    ),
  );
  const found = REMEDIES.flatMap(([error, remedy]) => {
    const match = error.exec(text);
    return match ? [remedy(match)] : [];
  });
  return [configured, ...found].join("\n");
}

/** A secret is not suggested for the file, which would hold it as plain text. */
function configRemedy(key: string, { project, stackFile }: ProgramSource, secret: boolean): string[] {
  const own = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
  const option = `--config ${own}=VALUE`;
  if (secret) return [`give it for one run: ${option}`];
  return [`add it to ${stackFile}:`, "  config:", `    ${key}: VALUE`, `or give it for one run: ${option}`];
}
