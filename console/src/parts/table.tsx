// A table of any length: only the rows on the screen are there, all of the same height.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export interface Column<I> {
  name: string;
  /** A track of CSS grid. */
  width: string;
  cell: (item: I) => ComponentChildren;
}

interface Given<I> {
  label: string;
  items: I[];
  columns: Column<I>[];
  keyOf: (item: I) => string;
  rowHeight: number;
  more?: boolean;
  seen?: (first: number, last: number) => void;
  toneOf?: (item: I) => string;
}

const AROUND = 8; // rows above and below what is seen

export function Table<I>({ label, items, columns, keyOf, rowHeight, more, seen, toneOf }: Given<I>) {
  const body = useRef<HTMLDivElement>(null);
  const [[first, last], show] = useState<[number, number]>([0, 40]);
  useEffect(() => {
    const look = () => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const from = Math.max(0, Math.floor(-top / rowHeight) - AROUND);
      const to = Math.ceil((innerHeight - top) / rowHeight) + AROUND;
      show((before) => (before[0] === from && before[1] === to ? before : [from, to]));
    };
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    const sizes = new ResizeObserver(look); // what is above it grows, too
    sizes.observe(document.body);
    return () => {
      sizes.disconnect();
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [rowHeight, items.length]);
  useEffect(() => seen?.(first, last), [first, last, items]);
  const tracks = { gridTemplateColumns: columns.map((column) => column.width).join(" ") };
  const count = more ? -1 : items.length + 1;
  return (
    <div class="table" role="table" aria-label={label} aria-rowcount={count}>
      <div role="rowgroup" class="head">
        <div role="row" class="row" style={tracks}>
          {columns.map((column) => (
            <span role="columnheader" key={column.name}>
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
              <span role="cell" key={column.name} data-label={column.name}>
                {column.cell(item)}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
