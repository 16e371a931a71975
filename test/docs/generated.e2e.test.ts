import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedPages, startsCommand, written } from "./generated/page.js";
import { root } from "./pages.js";

test.each(generatedPages.filter(startsCommand))("%s is what `npm run docs:text` writes", async (page) => {
  await expect(await written(page)).toMatchFileSnapshot(join(root, page));
});
