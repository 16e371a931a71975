/** Characters of an answer or a line that a message shows. */
const LONGEST = 200;

/** Text of another program in one line of bearable length, without what would move the cursor or change colors. */
export function oneLine(text: string, longest = LONGEST): string {
  const clean = withoutControls(text).replace(/\s+/g, " ").trim();
  const characters = Array.from(clean);
  return characters.length <= longest ? clean : `${characters.slice(0, longest - 1).join("")}…`;
}

function withoutControls(text: string): string {
  return text
    .replace(new RegExp(`${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]`, "g"), "")
    .replace(/[\p{Cc}\p{Cf}]/gu, " ");
}

const ESCAPE = String.fromCharCode(27);
