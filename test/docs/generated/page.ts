import { pages, read } from "../pages.js";
import { commandErrors } from "./commandErrors.js";
import { REGIONS } from "./regions.js";

const REGION = /^(<!-- generated:([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/gm;

/** The names of the regions on a page. */
export function regionsOn(page: string): string[] {
  return [...read(page).matchAll(REGION)].map(([, , name]) => name as string);
}

/** The pages with regions. */
export const generatedPages = pages.filter((page) => regionsOn(page).length > 0);
/** Whether making a page starts the command, which takes seconds. */
export const startsCommand = (page: string) => regionsOn(page).some((name) => name in commandErrors);

/** The page with every region written again. */
export async function written(page: string): Promise<string> {
  const made = regionsOn(page).map(
    async (name) => [name, (await REGIONS[name]?.()) ?? "no such region"] as const,
  );
  const texts = new Map(await Promise.all(made));
  return read(page).replace(REGION, (_, begin, name, end) => `${begin}\n${texts.get(name)}\n\n${end}`);
}
