// A table of any length: only the rows on the screen are there, all of the same height.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

export interface Column<I> {
  name: string;
  /** A track of CSS grid. */
  width: string;
  cell: (item: I) => ComponentChildren;
  /** Left out on narrow screens. */
  aside?: boolean;
}

export interface Layout<I> {
  label: string;
  columns: Column<I>[];
  keyOf: (item: I) => string;
  rowHeight: number;
  toneOf?: (item: I) => string;
  /** Tracks of the columns that are left on narrow screens. */
  narrow?: string;
  /** New rows come at its head: what one has scrolled to stays where it is. */
  growsAbove?: boolean;
}

interface Given<I> extends Layout<I> {
  items: I[];
  more?: boolean;
  seen?: (first: number, last: number) => void;
}

const AROUND = 8; // rows above and below what is seen

export function Table<I>({ label, items, columns, keyOf, rowHeight, more, seen, toneOf, narrow, growsAbove }: Given<I>) {
  const body = useRef<HTMLDivElement>(null);
  const [[first, last], show] = useState<[number, number]>([0, 40]);
  useEffect(() => {
    const look = () => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const from = Math.max(0, Math.floor(-top / rowHeight) - AROUND);
      const to = Math.max(AROUND, Math.ceil((innerHeight - top) / rowHeight) + AROUND); // for the keyboard, too
      show((before) => (before[0] === from && before[1] === to ? before : [from, to]));
    };
    look();
    const moved = new ResizeObserver(look); // what stands above may come or go
    moved.observe(document.body);
    addEventListener("scroll", look, { passive: true, capture: true }); // also of what scrolls around it
    addEventListener("resize", look);
    return () => {
      moved.disconnect();
      removeEventListener("scroll", look, { capture: true });
      removeEventListener("resize", look);
    };
  }, [rowHeight, items.length]);
  useEffect(() => seen?.(first, last), [first, last, items]);
  const head = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    const before = head.current;
    head.current = items[0] && keyOf(items[0]);
    if (!growsAbove || before === undefined || head.current === before) return;
    const grown = items.findIndex((item) => keyOf(item) === before);
    const scrolled = (body.current?.getBoundingClientRect().top ?? 0) < 0;
    if (grown > 0 && scrolled) scrollBy(0, grown * rowHeight);
  }, [items[0] && keyOf(items[0])]);
  const tracks = { gridTemplateColumns: columns.map((column) => column.width).join(" ") };
  const count = more ? -1 : items.length + 1;
  return (
    <div class={narrow ? "table narrowed" : "table"} role="table" aria-label={label} aria-rowcount={count} style={narrow ? { "--narrow": narrow } : {}}>
      <div role="rowgroup" class="head">
        <div role="row" class="row" style={tracks}>
          {columns.map((column) => (
            <span role="columnheader" key={column.name} class={column.aside ? "aside" : ""}>
              {column.name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="body" ref={body} style={{ height: `${items.length * rowHeight}px` }}>
        {items.slice(first, last).map((item, number) => (
          <div
            role="row"
            aria-rowindex={first + number + 2}
            class={`row ${toneOf?.(item) ?? ""}`}
            key={keyOf(item)}
            style={{ ...tracks, height: `${rowHeight}px`, transform: `translateY(${(first + number) * rowHeight}px)` }}
          >
            {columns.map((column) => (
              <span role="cell" key={column.name} class={column.aside ? "aside" : ""}>
                {column.cell(item)}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
