// Decisions without a page: the parts of a long list, and what becomes of them as it changes.
export interface Part<I> {
  cursor: string | undefined;
  next: string | undefined;
  etag: string | null;
  items: I[];
  /** When it was read, in milliseconds. */
  at: number;
}

const MOST = 200; // items that the API gives in one answer
const NAMES = ["chargePointId", "id", "identity", "idTag", "transactionId", "commandId", "campaignId", "sha256", "at"];

/** What an item is the same by, though it has changed. */
export function identityOf(item: unknown): string {
  const held = item as Record<string, unknown>;
  const own = NAMES.filter((name) => held[name] !== undefined).map((name) => String(held[name]));
  return own.length ? own.join(" ") : JSON.stringify(item);
}

/** How many are asked for where a part is read again: all that it has. */
export function limitOf<I>(part: Part<I> | undefined, limit: number): number {
  return Math.min(Math.max(limit, part?.items.length ?? 0), MOST);
}

/**
 * With a part as it was read again in its place. What newer items have pushed out of it goes to the
 * part behind it, and what has come into it from there leaves that: nothing is fetched anew for it.
 */
export function replaced<I>(parts: Part<I>[], number: number, fresh: Part<I>): Part<I>[] {
  const head = parts.slice(0, number);
  const behind = parts.slice(number);
  const [before, ...after] = behind;
  if (fresh.next === undefined) return [...head, fresh];
  if (!before || fresh.next === before.next) return [...head, fresh, ...after];
  const last = fresh.items.at(-1);
  if (last === undefined) return [...head, fresh];
  const identity = identityOf(last);
  for (const [place, part] of behind.entries()) {
    const at = part.items.findIndex((item) => identityOf(item) === identity);
    if (at < 0) continue;
    const left = { ...part, cursor: fresh.next, etag: null, items: part.items.slice(at + 1) };
    return [...head, fresh, ...joined(left, behind.slice(place + 1))];
  }
  return [...head, fresh];
}

function joined<I>(left: Part<I>, after: Part<I>[]): Part<I>[] {
  const [first, ...others] = after;
  if (!first) return left.items.length || left.next !== undefined ? [left] : [];
  if (left.items.length + first.items.length > MOST) return [left, first, ...others];
  return [{ ...first, cursor: left.cursor, etag: null, items: [...left.items, ...first.items] }, ...others];
}

/** With these items in the places of what they were, and without those that are gone. */
export function patched<I>(parts: Part<I>[], changed: I[], gone: string[]): Part<I>[] {
  if (!changed.length && !gone.length) return parts;
  const fresh = new Map<string, I | undefined>(changed.map((item) => [identityOf(item), item]));
  for (const identity of gone) fresh.set(identity, undefined);
  return parts.map((part) => {
    if (!part.items.some((item) => fresh.has(identityOf(item)))) return part;
    const items = part.items.flatMap((item) => {
      const identity = identityOf(item);
      return fresh.has(identity) ? (fresh.get(identity) ?? []) : item;
    });
    return { ...part, etag: null, items: items as I[] };
  });
}

/** The numbers of the parts that are seen; the first as long as there is none. */
export function onScreen<I>(parts: Part<I>[], places: number[]): number[] {
  const ends: number[] = [];
  for (const part of parts) ends.push((ends.at(-1) ?? 0) + part.items.length);
  const numbers = places.map((place) => ends.findIndex((end) => place < end)).filter((it) => it >= 0);
  return numbers.length ? [...new Set(numbers)] : [0];
}

export function wanted<I>(parts: Part<I>[], last: number, ahead: number): boolean {
  const count = parts.reduce((sum, part) => sum + part.items.length, 0);
  return count < Math.max(ahead, last + 50);
}
