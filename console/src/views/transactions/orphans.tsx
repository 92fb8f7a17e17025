// Stops that end no transaction we know: what each said, and what it may have meant.
import { useState } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import type { Orphan } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Link } from "../../parts/link.tsx";
import { ListedTable } from "../../parts/listed.tsx";
import { Empty } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import { Short } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { filter, useAddress } from "../../router.ts";
import { OrphanDialog } from "./orphan.tsx";

const PART = 100;
const SHOWN = { open: "Open", assigned: "Assigned", dismissed: "Dismissed", all: "All" };

export function Orphans({ changed }: { changed: () => void }) {
  const { query } = useAddress();
  const [chosen, choose] = useState<Orphan>();
  const show = query.get("show") ?? "open";
  const status = show === "all" ? {} : { status: show };
  const list = usePaged("/orphans", { query: status }, PART, 0);
  const may = useMay("operator");
  const columns = columnsFor(may, choose);
  return (
    <>
      <div class="filters" role="group" aria-label="Show only">
        {Object.entries(SHOWN).map(([key, name]) => (
          <button key={key} aria-pressed={show === key} onClick={() => filter({ show: key === "open" ? null : key })}>
            {name}
          </button>
        ))}
      </div>
      <ListedTable
        label="Orphan stops"
        list={list}
        none={
          <Empty title={show === "open" ? "Every stop has its transaction." : "There is no such stop."}>
            <p>A stop is here when it names a transaction that is not known, or none: then somebody has to say what it ends.</p>
          </Empty>
        }
        columns={columns}
        keyOf={(one) => `${one.chargePointId} ${one.digest}`}
        rowHeight={64}
        narrow="minmax(6rem, 0.8fr) minmax(6rem, 1.2fr) 5.5rem"
      />
      {chosen && (
        <OrphanDialog
          orphan={chosen}
          changed={changed}
          close={() => choose(undefined)}
        />
      )}
    </>
  );
}

function columnsFor(may: boolean, choose: (one: Orphan) => void): Column<Orphan>[] {
  return [
    {
      name: "Charge point",
      width: "minmax(8rem, 1fr)",
      cell: (one) => (
        <span class="two">
          <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link>
          <small>
            <Short at={one.receivedAt} />
          </small>
        </span>
      ),
    },
    {
      name: "It said",
      width: "minmax(9rem, 2fr)",
      cell: (one) => (
        <span class="two">
          <span>{said(one)}</span>
          <small>{[one.idTag && `id tag ${one.idTag}`, words(one.reason).toLowerCase()].filter(Boolean).join(", ")}</small>
        </span>
      ),
    },
    { name: "Stopped", width: "minmax(8rem, 1fr)", aside: true, cell: (one) => <Short at={one.stoppedAt} /> },
    { name: "What is wrong", width: "minmax(8rem, 1.2fr)", aside: true, cell: (one) => one.why },
    {
      name: "State",
      width: "minmax(7rem, 1.1fr)",
      aside: true,
      cell: (one) => (
        <span class="two">
          {one.status === "open" ? <Badge tone="wait">Open</Badge> : one.status === "assigned" ? <Assigned one={one} /> : "Dismissed"}
          {one.judgement && <small title={one.judgement.note}>{one.judgement.note}</small>}
        </span>
      ),
    },
    {
      name: "What to do",
      width: "minmax(6rem, 0.8fr)",
      cell: (one) => (
        <button class="small" onClick={() => choose(one)}>
          {may && one.status !== "assigned" ? "Settle it…" : "Details"}
        </button>
      ),
    },
  ];
}

function Assigned({ one }: { one: Orphan }) {
  return (
    <span>
      Ended <Link to={["transactions", one.chargePointId, String(one.assignedTo)]}>{one.assignedTo}</Link>
    </span>
  );
}

export function said(one: Orphan): string {
  const named = one.transactionId === undefined ? "A stop without a number" : `The stop of ${one.transactionId}`;
  return one.meterStop === undefined ? named : `${named} at ${one.meterStop.toLocaleString()} Wh`;
}
