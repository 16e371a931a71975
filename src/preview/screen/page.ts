import { PAGE_STYLE } from "./pageStyle.js";

/** What differs between two pages. */
export interface PageParts {
  /** Plain text. */
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** Rules that only this page needs, after those that all pages share. */
  readonly style?: string | undefined;
  /** Seconds after which a browser loads the page again. Default: never. */
  readonly refresh?: number | undefined;
}

/** A page in one file: no script, and nothing that a browser loads from elsewhere. */
export function page({ title, body, style, refresh }: PageParts): string {
  const again = refresh === undefined ? "" : `\n<meta http-equiv="refresh" content="${refresh}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">${again}
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>
${[PAGE_STYLE, ...(style === undefined ? [] : [style])].join("\n")}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** Text for HTML, in an element or in a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
