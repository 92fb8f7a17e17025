// Id tags out of what was typed or pasted, and all that there are.
import { get } from "../../api/client.ts";

export const MOST = 5_000; // that the API takes for one list
const PART = 200;

/** One a line, or between commas, semicolons or blanks; each once. */
export function tagsOf(text: string): string[] {
  const found = new Map(text.split(/[\s,;]+/).filter(Boolean).map((tag) => [tag.toUpperCase(), tag]));
  return [...found.values()];
}

/** Those of a group, or all, as far as a list can hold them. */
export async function handedOut(group: string, told: (count: number) => void): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const got = await get("/id-tags", { query: { parentIdTag: group, limit: PART, cursor } });
    found.push(...(got?.body.items ?? []).map((tag) => tag.idTag));
    cursor = got?.body.cursor ?? undefined;
    told(found.length);
  } while (cursor && found.length < MOST);
  return found.slice(0, MOST);
}
