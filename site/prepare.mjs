// Copies README.md and docs into content, with the links that a site needs. SITE_REPOSITORY is the address of the
// repository's files, such as https://github.com/owner/name/blob/main; without it, links to source files become text.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { ROOT } from "./pages.mjs";

const CONTENT = join(import.meta.dirname, "content");
const { SITE_REPOSITORY } = process.env;

rmSync(CONTENT, { recursive: true, force: true });
mkdirSync(CONTENT);
write("index.md", "README.md");
write("changelog.md", "CHANGELOG.md");
for (const file of readdirSync(join(ROOT, "docs"))) {
  if (file === "README.md") write("guides.md", "docs/README.md");
  else if (file.endsWith(".md")) write(file, `docs/${file}`);
  else cpSync(join(ROOT, "docs", file), join(CONTENT, file));
}

function write(name, source) {
  const text = readFileSync(join(ROOT, source), "utf8");
  const linked = outsideOfCode(text, (part) => relinked(part, posix.dirname(source)));
  writeFileSync(join(CONTENT, name), withTabs(linked));
}

/** Programs between `<!-- tabs -->` and `<!-- /tabs -->`, each below its heading, become tabs. */
function withTabs(text) {
  return text.replace(/<!-- tabs -->([\s\S]*?)<!-- \/tabs -->/g, (_, programs) => {
    const blocks = [...programs.matchAll(/^### (.+)$[\s\S]*?^```(\w+)\n([\s\S]*?)^```$/gm)];
    const tabs = blocks.map(([, title, language, code]) => `\`\`\`${language} [${title}]\n${code}\`\`\``);
    return `::: code-group\n\n${tabs.join("\n\n")}\n\n:::`;
  });
}

/** Changes what is not in a fenced block. */
function outsideOfCode(text, change) {
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) => (part.startsWith("```") ? part : change(part)))
    .join("");
}

/** Links of a page in `folder`: to pages of the site, to the repository, or the text alone. */
function relinked(text, folder) {
  return text.replace(/(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g, (link, image, label, target) => {
    if (/^([a-z]+:|#)/.test(target)) return link;
    const [path, anchor] = target.split("#");
    const file = posix.normalize(posix.join(folder, path));
    const page = pageOf(file);
    const hash = anchor === undefined ? "" : `#${anchor}`;
    if (page) return `${image}[${label}](./${page}${hash})`;
    return SITE_REPOSITORY ? `[${label}](${SITE_REPOSITORY}/${file}${hash})` : label;
  });
}

/** The name on the site of a file of the repository; undefined for a file that the site has not. */
function pageOf(file) {
  if (file === "README.md") return "index.md";
  if (file === "CHANGELOG.md") return "changelog.md";
  if (file === "docs/README.md" || file === "docs") return "guides.md";
  return posix.dirname(file) === "docs" ? posix.basename(file) : undefined;
}
