/** What to show instead of a mark on a terminal that has only ASCII. One column stays one column. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  "→": ">",
  "·": "-",
  "…": "~",
  "×": "x",
  "✓": "+",
  "✗": "x",
  "▸": ">",
  "█": "#",
  "░": ".",
  "▕": "[",
  "▏": "]",
  "│": "|",
  "\u00a0": " ",
  "\u202f": " ",
};

const MARKS = new RegExp(`[${Object.keys(REPLACEMENTS).join("")}]`, "gu");

/** The text with ASCII in place of all marks. Names keep their characters. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, (mark) => REPLACEMENTS[mark] ?? mark);
}

/** Whether the locale names an encoding other than UTF-8. One that is not set is taken for UTF-8, as in most containers. */
export function lacksUnicode(environment: NodeJS.ProcessEnv): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = environment;
  const locale = LC_ALL || LC_CTYPE || LANG || "";
  return locale !== "" && !/utf-?8/i.test(locale);
}
