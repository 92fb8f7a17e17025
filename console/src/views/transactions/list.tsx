// The transactions of the whole fleet, the newest first, as far as the filters leave them.
import { useMemo, useState } from "preact/hooks";
import { SLOW, useLive } from "../../api/live.ts";
import { between } from "../../api/paged.ts";
import { Empty, Failure, Loading, Stale } from "../../parts/said.tsx";
import { Table } from "../../parts/table.tsx";
import { filter, useAddress } from "../../router.ts";
import { filtersOf, wrong } from "./asked.ts";
import type { Filters } from "./asked.ts";
import { COLUMNS } from "./columns.tsx";
import { Export } from "./export.tsx";
import { FilterBar, NO_FILTER } from "./filters.tsx";
import { useTransactions } from "./listed.ts";
import { Needs } from "./needs.tsx";

const FEW = 50; // until then it goes on by itself

export function List() {
  const { query } = useAddress();
  const [exporting, show] = useState(false);
  const filters = filtersOf(query, new Date());
  const mistake = wrong(filters);
  const filtered = Object.keys(filters).length > 0;
  const raised = useLive("/problems", { query: { limit: 200 } }, SLOW);
  const ofTransactions = useMemo(
    () => (raised.data?.items ?? []).filter((one) => one.transactionId !== undefined),
    [raised.data],
  );
  return (
    <>
      <div class="title">
        <FilterBar />
        <span class="right">
          <button disabled={mistake !== undefined} onClick={() => show(true)}>
            Export…
          </button>
        </span>
      </div>
      {!filtered && <Needs problems={ofTransactions} />}
      {mistake ? (
        <Empty title={mistake} />
      ) : (
        <Rows filters={filters} filtered={filtered} problems={ofTransactions} />
      )}
      {exporting && <Export filters={filters} filtered={filtered} close={() => show(false)} />}
    </>
  );
}

/** The API looks through some hundreds in a request, however few of them the filters leave. */
function FurtherBack() {
  return (
    <p class="waiting" role="status">
      Looking further back…
    </p>
  );
}

interface Raised {
  chargePointId: string;
  transactionId?: number | null;
  problem: string;
}

function Rows({ filters, filtered, problems }: { filters: Filters; filtered: boolean; problems: Raised[] }) {
  const list = useTransactions(filters);
  const rows = useMemo(() => {
    const named = new Map<string, string[]>();
    for (const each of problems) named.set(keyOf(each), [...(named.get(keyOf(each)) ?? []), each.problem]);
    return list.items.map((one) => ({ one, problems: named.get(keyOf(one)) ?? [] }));
  }, [list.items, problems]);
  if (list.problem && !list.loaded) return <Failure problem={list.problem} />;
  if (!list.loaded) return <Loading />;
  if (!rows.length && list.more) return <FurtherBack />;
  if (!rows.length && filtered) {
    return (
      <Empty title="No transaction is like that.">
        <button onClick={() => filter(NO_FILTER)}>Show all</button>
      </Empty>
    );
  }
  if (!rows.length) {
    return (
      <Empty title="Nobody has charged yet.">
        <p>A transaction is here as soon as a charge point tells of its start. One can be started at its page, in the fleet.</p>
      </Empty>
    );
  }
  return (
    <>
      <Stale problem={list.problem} />
      <Table
        label="Transactions"
        items={rows}
        columns={COLUMNS}
        keyOf={({ one }) => keyOf(one)}
        rowHeight={56}
        more={list.more}
        narrow="minmax(8rem, 1.7fr) minmax(6.5rem, 1fr) 5rem"
        growsAbove
        toneOf={({ one, problems: own }) => (own.length || (one.energy ?? 0) < 0 ? "urgent" : "")}
        seen={(first, last) => list.seen(between(first, last))}
      />
      {list.more && rows.length < FEW && <FurtherBack />}
    </>
  );
}

function keyOf({ chargePointId, transactionId }: { chargePointId: string; transactionId?: number | null }): string {
  return `${chargePointId} ${transactionId}`;
}
