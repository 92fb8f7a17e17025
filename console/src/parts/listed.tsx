// A long list as it is fetched: whether it is live, and what is said until there is something in it.
import type { ComponentChildren } from "preact";
import { between } from "../api/paged.ts";
import type { Paged } from "../api/paged.ts";
import { Failure, Loading, Stale } from "./said.tsx";
import { Table } from "./table.tsx";
import type { Layout } from "./table.tsx";

interface Given<I> {
  list: Paged<I>;
  /** What is said where there is nothing. */
  none: ComponentChildren;
}

/** The children are what is shown once there is something. */
export function Listed<I>({ list, none, children }: Given<I> & { children: ComponentChildren }) {
  const { items, more, loaded, problem } = list;
  return (
    <>
      <Stale problem={loaded ? problem : undefined} />
      {problem && !loaded ? (
        <Failure problem={problem} />
      ) : !loaded || (!items.length && more) ? (
        <Loading />
      ) : items.length ? (
        children
      ) : (
        none
      )}
    </>
  );
}

/** Its items in its own order, in a table. */
export function ListedTable<I>({ list, none, ...layout }: Given<I> & Layout<I>) {
  return (
    <Listed list={list} none={none}>
      <Table {...layout} items={list.items} more={list.more} seen={(first, last) => list.seen(between(first, last))} />
    </Listed>
  );
}
