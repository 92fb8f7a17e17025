// A long list: its parts are fetched one behind the other, and those that are seen stay live.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ApiProblem, get, urlOf } from "./client.ts";
import type { Asked } from "./client.ts";
import { asProblem, LIVE, repeatedly } from "./live.ts";
import { limitOf, onScreen, patched, replaced, wanted } from "./parts.ts";
import type { Part } from "./parts.ts";
import type { GetPath, Item } from "./types.ts";

export interface Paged<I> {
  items: I[];
  /** Whether there may be more behind them. */
  more: boolean;
  loaded: boolean;
  problem: ApiProblem | undefined;
  /** Reads it anew, as after a change of one's own. */
  again: () => void;
  /** Tells the places of the items on the screen: more are fetched, and these are kept live. */
  seen: (places: number[]) => void;
}

const MOST_LIVE = 3; // parts in one round; of more, each has its turn
/** Seconds until each of so many parts that are all seen has been asked for again. */
export function turnOf(parts: number): number {
  return Math.ceil(Math.ceil(parts) / MOST_LIVE) * LIVE;
}

const SELDOM = 5; // rounds between two of the parts that nobody sees
const FOLLOWED = { seen: 20_000, seldom: 10 }; // where changes are told of: milliseconds, and rounds

type Page<I> = { items: I[]; cursor?: string };

interface Shown<I> {
  url: string;
  parts: Part<I>[];
  problem?: ApiProblem;
}

/** What has changed of a list since it was asked the last time. */
export interface Changes<I> {
  items: I[];
  gone: string[];
  /** False: nobody can tell, so that all is read anew. */
  complete: boolean;
  more: boolean;
  /** Whether what is seen need not be read again to be live. */
  all: boolean;
}

export type Following<I> = (signal: AbortSignal) => Promise<Changes<I>>;

interface Pace<I> {
  /** Between rounds. */
  seconds?: number;
  /** Begins to ask what has changed, which is cheaper than to read what is seen again and again. */
  following?: () => Following<I>;
}

/** `ahead`: fetch also what nobody has scrolled to yet, up to so many items. Without a path nothing is asked. */
export function usePaged<P extends GetPath>(
  path: P | null,
  asked: Asked,
  limit: number,
  ahead: number,
  { seconds = LIVE, following }: Pace<Item<P>> = {},
): Paged<Item<P>> {
  type I = Item<P>;
  const url = path === null ? "" : urlOf(path, asked);
  const [shown, show] = useState<Shown<I>>({ url, parts: [] });
  const places = useRef<number[]>([0]);
  const wake = useRef<() => void>(() => undefined);
  const anew = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (path === null) return undefined;
    const ending = new AbortController();
    let known: Part<I>[] = [];
    let rounds = 0;
    let overdue = 0; // parts, from the first on
    const follow = following?.();
    places.current = [0];
    show({ url, parts: [] });
    const fetchPart = async (cursor: string | undefined, before?: Part<I>) => {
      const query = { ...asked.query, limit: limitOf(before, limit), cursor };
      const got = await get(path, { ...asked, query }, before?.etag ?? null, ending.signal);
      if (!got) return undefined;
      const page = got.body as unknown as Page<I>;
      return { cursor, next: page.cursor, etag: got.etag, items: page.items, at: Date.now() };
    };
    const round = async () => {
      const begun = known;
      const changes = known.length ? await follow?.(ending.signal) : undefined; // which reaches back
      if (changes) known = patched(known, changes.items, changes.gone);
      if (changes?.complete === false) overdue = known.length;
      const due = dueNow(known, places.current, rounds++, changes?.all ?? false);
      if (overdue) due.push(...known.slice(Math.max(0, overdue - MOST_LIVE), overdue));
      overdue = Math.max(0, overdue - MOST_LIVE);
      for (const before of due) {
        const number = before ? known.indexOf(before) : 0;
        if (number < 0) continue; // it has become another meanwhile
        const part = await fetchPart(before?.cursor, before);
        if (part) known = replaced(known, number, part);
        else if (before) before.at = Date.now();
      }
      if (!begun.length && !ending.signal.aborted) show({ url, parts: known }); // the first is not kept waiting
      const last = known.at(-1);
      if (last?.next && wanted(known, Math.max(...places.current), ahead)) {
        const part = await fetchPart(last.next);
        if (part) known = [...known, part];
      }
      const changed = known !== begun;
      if (!ending.signal.aborted) show((before) => (changed || before.problem ? { url, parts: known } : before));
      return changes?.more || overdue > 0 || (known.at(-1)?.next && wanted(known, Math.max(...places.current), ahead));
    };
    const stop = repeatedly(seconds, async () => {
      try {
        if (await round()) setTimeout(stop.now, 50);
        return true;
      } catch (error) {
        if (!ending.signal.aborted) show({ url, parts: known, problem: asProblem(error) });
        return false;
      }
    });
    wake.current = stop.now;
    anew.current = () => {
      overdue = known.length;
      stop.now();
    };
    return () => {
      ending.abort();
      stop.end();
    };
  }, [url, limit, seconds]);
  const own: Shown<I> = shown.url === url ? shown : { url, parts: [] };
  const items = useMemo(() => own.parts.flatMap((part) => part.items), [own.parts, url]);
  return {
    items,
    more: own.parts.at(-1)?.next !== undefined,
    loaded: path === null || own.parts.length > 0,
    problem: own.problem,
    again: useCallback(() => anew.current(), []),
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

/** What is on the screen, less often where it is `followed`; and now and then one of the others. */
function dueNow<I>(parts: Part<I>[], places: number[], round: number, followed: boolean): (Part<I> | undefined)[] {
  const shown = onScreen(parts, places);
  const older = Date.now() - (followed ? FOLLOWED.seen : 0);
  const seen = shown.filter((number) => (parts[number]?.at ?? 0) <= older);
  const first = (round * MOST_LIVE) % (seen.length || 1);
  const due = seen.length > MOST_LIVE ? [...seen, ...seen].slice(first, first + MOST_LIVE) : seen;
  const other = (round / (followed ? FOLLOWED.seldom : SELDOM)) % (parts.length || 1);
  const numbers = Number.isInteger(other) && !shown.includes(other) ? [...due, other] : due;
  return numbers.map((number) => parts[number]);
}
