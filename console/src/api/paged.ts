// A long list: its parts are fetched one behind the other, and those that are seen stay live.
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, get, urlOf } from "./client.ts";
import type { Asked } from "./client.ts";
import { asProblem, LIVE, repeatedly } from "./live.ts";
import type { GetPath, Item } from "./types.ts";

interface Part<I> {
  cursor: string | undefined;
  next: string | undefined;
  etag: string | null;
  items: I[];
}

export interface Paged<I> {
  items: I[];
  /** Whether there may be more behind them. */
  more: boolean;
  loaded: boolean;
  problem: ApiProblem | undefined;
  /** Tells the places of the items on the screen: more are fetched, and these are kept live. */
  seen: (places: number[]) => void;
}

const MOST_LIVE = 3; // parts in one round; of more, each has its turn
const SELDOM = 5; // rounds between two of the parts that nobody sees

type Page<I> = { items: I[]; cursor?: string };

/** `ahead`: fetch also what nobody has scrolled to yet, up to so many items; `seconds` between rounds. */
export function usePaged<P extends GetPath>(
  path: P,
  asked: Asked,
  limit: number,
  ahead: number,
  seconds: number = LIVE,
): Paged<Item<P>> {
  type I = Item<P>;
  const url = urlOf(path, asked);
  const [parts, setParts] = useState<Part<I>[]>([]);
  const [problem, setProblem] = useState<ApiProblem>();
  const places = useRef<number[]>([0]);
  const wake = useRef<() => void>(() => undefined);
  useEffect(() => {
    const ending = new AbortController();
    let known: Part<I>[] = [];
    let rounds = 0;
    setParts([]);
    const fetchPart = async (cursor: string | undefined, etag: string | null) => {
      const query = { ...asked.query, limit, cursor };
      const got = await get(path, { ...asked, query }, etag, ending.signal);
      if (!got) return undefined;
      const page = got.body as unknown as Page<I>;
      return { cursor, next: page.cursor, etag: got.etag, items: page.items };
    };
    const round = async () => {
      let changed = false;
      for (const number of dueNow(known, places.current, rounds++)) {
        const before = known[number];
        const part = await fetchPart(before?.cursor, before?.etag ?? null);
        if (!part) continue;
        // where the list has moved on, what comes behind is fetched anew
        const follows = part.next === before?.next ? known.slice(number + 1) : [];
        known = [...known.slice(0, number), part, ...follows];
        changed = true;
      }
      const last = known.at(-1);
      if (last?.next && wanted(known, Math.max(...places.current), ahead)) {
        const part = await fetchPart(last.next, null);
        if (part) known = [...known, part];
        changed = true;
      }
      if (changed) setParts(known);
    };
    const stop = repeatedly(seconds, async () => {
      try {
        await round();
        setProblem(undefined);
        if (known.at(-1)?.next && wanted(known, Math.max(...places.current), ahead)) setTimeout(stop.now, 50);
        return true;
      } catch (error) {
        if (!ending.signal.aborted) setProblem(asProblem(error));
        return false;
      }
    });
    wake.current = stop.now;
    return () => {
      ending.abort();
      stop.end();
    };
  }, [url, limit, seconds]);
  return {
    items: parts.flatMap((part) => part.items),
    more: parts.at(-1)?.next !== undefined,
    loaded: parts.length > 0,
    problem,
    seen: (now) => {
      const grown = Math.max(...now) > Math.max(...places.current);
      places.current = now.length ? now : [0];
      if (grown) wake.current();
    },
  };
}

/** The places of a list that is shown in its own order. */
export function between(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, number) => first + number);
}

function wanted<I>(parts: Part<I>[], last: number, ahead: number): boolean {
  const count = parts.reduce((sum, part) => sum + part.items.length, 0);
  return count < Math.max(ahead, last + 50);
}

/** The numbers of the parts that are seen; the first as long as there is none. */
function onScreen<I>(parts: Part<I>[], places: number[]): number[] {
  const ends: number[] = [];
  for (const part of parts) ends.push((ends.at(-1) ?? 0) + part.items.length);
  const numbers = places.map((place) => ends.findIndex((end) => place < end)).filter((it) => it >= 0);
  return numbers.length ? [...new Set(numbers)] : [0];
}

/** What is on the screen, and now and then one of the others, so that nothing is old for ever. */
function dueNow<I>(parts: Part<I>[], places: number[], round: number): number[] {
  const seen = onScreen(parts, places);
  const first = (round * MOST_LIVE) % seen.length;
  const due = seen.length > MOST_LIVE ? [...seen, ...seen].slice(first, first + MOST_LIVE) : seen;
  const other = (round / SELDOM) % (parts.length || 1);
  return Number.isInteger(other) && !due.includes(other) ? [...due, other] : due;
}
