// The list, live: what begins while one looks is asked for apart, so that what is older stays put.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { urlOf } from "../../api/client.ts";
import { usePaged } from "../../api/paged.ts";
import type { Paged } from "../../api/paged.ts";
import type { Transaction } from "../../api/types.ts";
import type { Filters } from "./asked.ts";

const PART = 100;
const ALL = 10_000; // of those that began while one looks
const MANY = 2 * PART; // of those: from here on it is begun anew, if one looks at the head
const NONE: Transaction[] = [];
const BACK = 60_000; // milliseconds: what is in no index yet

/** Cursors of what has begun before hold for ever; those of a head that grows never do. */
export function useTransactions(filters: Filters): Paged<Transaction> {
  const key = urlOf("/transactions", { query: { ...filters } });
  const [since, anchor] = useState({ key, at: before() });
  const kept = useRef<{ key: string; items: Transaction[] }>({ key, items: [] });
  const seen = useRef(0);
  const cut = since.key === key ? since.at : before();
  useEffect(() => {
    if (since.key !== key) anchor({ key, at: cut });
  }, [key]);
  const grows = filters.status !== "running" && !(filters.to && filters.to <= cut) && !(filters.from && filters.from >= cut);
  const late = usePaged(grows && since.key === key ? "/transactions" : null, { query: { ...filters, from: cut } }, PART, ALL);
  const old = usePaged(
    since.key === key ? "/transactions" : null,
    { query: { ...filters, ...(grows ? { to: cut } : {}) } },
    PART,
    0,
  );
  const loaded = since.key === key && late.loaded && old.loaded;
  const items = useMemo(() => [...late.items, ...old.items], [late.items, old.items]);
  if (loaded) kept.current = { key, items };
  useEffect(() => {
    if (late.items.length > MANY && seen.current < PART) anchor({ key, at: before() });
  }, [late.items.length]);
  const shown = kept.current.key === key ? kept.current.items : NONE;
  return {
    items: shown,
    more: old.more,
    loaded: loaded || shown.length > 0,
    problem: late.problem ?? old.problem,
    again: () => {
      late.again();
      old.again();
    },
    seen: (places) => {
      seen.current = Math.max(0, ...places);
      late.seen(places.filter((place) => place < late.items.length));
      old.seen(places.map((place) => place - late.items.length).filter((place) => place >= 0));
    },
  };
}

function before(): string {
  return new Date(Date.now() - BACK).toISOString();
}
