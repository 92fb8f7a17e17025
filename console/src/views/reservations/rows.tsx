// Reservations in a table, with what one may do about them.
import { useMemo, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { Paged } from "../../api/paged.ts";
import type { Reservation } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Listed } from "../../parts/listed.tsx";
import { Table } from "../../parts/table.tsx";
import { Cancel } from "./cancelling.tsx";
import { columns } from "./columns.tsx";

interface Given {
  list: Paged<Reservation>;
  fleet: boolean;
  /** The latest first, instead of as the API has them. */
  latestFirst?: boolean;
  /** What is said where there is none. */
  children: ComponentChildren;
}

export function Rows({ list, fleet, latestFirst, children }: Given) {
  const mayCancel = useMay("operator");
  const [cancelling, cancel] = useState<Reservation>();
  const shown = useMemo(() => columns({ fleet, cancel: mayCancel ? cancel : undefined }), [fleet, mayCancel]);
  const rows = useMemo(() => {
    const placed = list.items.map((one, place) => ({ one, place }));
    return latestFirst ? placed.sort((a, b) => b.one.answeredAt.localeCompare(a.one.answeredAt)) : placed;
  }, [list.items.length, list.items, latestFirst]);
  const table = useMemo(() => shown.map((column) => ({ ...column, cell: (row: { one: Reservation }) => column.cell(row.one) })), [shown]);
  return (
    <>
      <Listed list={list} none={children}>
        <Table
          label="Reservations"
          items={rows}
          columns={table}
          keyOf={({ one }) => `${one.chargePointId} ${one.reservationId}`}
          rowHeight={56}
          more={list.more}
          seen={(first, last) => list.seen(rows.slice(first, last + 1).map((row) => row.place))}
        />
      </Listed>
      {cancelling && <Cancel one={cancelling} close={() => cancel(undefined)} />}
    </>
  );
}
