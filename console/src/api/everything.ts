// All of a list, page by page, for who takes it elsewhere.
import { get } from "./client.ts";
import type { Asked } from "./client.ts";
import type { GetPath, Item } from "./types.ts";

const LARGEST_PAGE = 200;

/** At most so many; `told` hears how many there are so far. */
export async function everything<P extends GetPath>(
  path: P,
  asked: Asked,
  most: number,
  told: (count: number) => void,
): Promise<{ items: Item<P>[]; more: boolean }> {
  const items: Item<P>[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...asked.query, limit: Math.min(LARGEST_PAGE, most - items.length), cursor };
    const page = (await get(path, { ...asked, query }))?.body as unknown as { items: Item<P>[]; cursor?: string };
    items.push(...page.items);
    cursor = page.cursor;
    told(items.length);
  } while (cursor && items.length < most);
  return { items, more: cursor !== undefined };
}
