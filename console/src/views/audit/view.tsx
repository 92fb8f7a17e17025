// Who changed what, when, and from where; the newest first.
import { useMemo, useState } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import type { Change } from "../../api/types.ts";
import { ListedTable } from "../../parts/listed.tsx";
import { PeriodChoice, usePeriod } from "../../parts/period.tsx";
import { Empty } from "../../parts/said.tsx";
import { Search } from "../../parts/search.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { filter, useAddress } from "../../router.ts";
import { ChangeDetails } from "./details.tsx";
import { Export } from "./export.tsx";
import { gist } from "./values.ts";
import { useOperations, who } from "./operations.ts";
import type { Named } from "./operations.ts";

const PART = 50;

export function AuditView() {
  const { query } = useAddress();
  const resource = query.get("resource") ?? "";
  const operation = query.get("operation") ?? "";
  const subject = query.get("by") ?? "";
  const { from, to } = usePeriod();
  const asked = useMemo(() => ({ query: { resource, operation, subject, from, to } }), [resource, operation, subject, from, to]);
  const changes = usePaged("/audit", asked, PART, PART);
  const operations = useOperations();
  const [chosen, choose] = useState<Change>();
  const columns = useMemo(() => columnsOf(operations.named, choose), [operations]);
  const narrowed = resource || operation || subject || query.get("since");
  const all = () => filter({ resource: null, operation: null, by: null, since: null, from: null, to: null });
  return (
    <>
      <div class="title">
        <h1>Audit</h1>
        <span class="faint">who changed what, when, and from where</span>
        <span class="right">
          <Export asked={asked} named={operations.named} />
        </span>
      </div>
      <div class="filters">
        <Search label="Resource, as charge-points/CP1" value={resource} change={(text) => filter({ resource: text })} />
        <select aria-label="What was done" value={operation} onChange={(event) => filter({ operation: event.currentTarget.value })}>
          <option value="">Whatever was done</option>
          {operations.all.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <PeriodChoice />
        {subject && <button onClick={() => filter({ by: null })}>Only by {changes.items[0] ? who(changes.items[0]) : subject} ✕</button>}
      </div>
      <ListedTable
        label="Changes"
        list={changes}
        none={
          <Empty title={narrowed ? "No change is like that." : "Nobody has changed anything yet."}>
            {narrowed ? <button onClick={all}>Show all</button> : <p>Whatever operators change, here or by the API, is kept in this list.</p>}
          </Empty>
        }
        columns={columns}
        keyOf={keyOf}
        rowHeight={56}
      />
      {chosen && <ChangeDetails change={chosen} named={operations.named} close={() => choose(undefined)} />}
    </>
  );
}

function keyOf(one: Change): string {
  return [one.at, one.resource, one.operation, one.subject, JSON.stringify(one.details)].join(" ");
}

function columnsOf(named: Named, choose: (change: Change) => void): Column<Change>[] {
  return [
    {
      name: "What",
      width: "minmax(12rem, 1.6fr)",
      cell: (one) => (
        <span class="two">
          <button class="text" onClick={() => choose(one)} title={named(one)}>
            {named(one)}
          </button>
          <small title={one.resource}>{one.resource}</small>
        </span>
      ),
    },
    {
      name: "Who",
      width: "minmax(8rem, 1fr)",
      cell: (one) => (
        <span class="two">
          <span>{who(one)}</span>
          <small>{[one.role, one.sourceIp].filter(Boolean).join(", ")}</small>
        </span>
      ),
    },
    { name: "When", width: "minmax(6rem, 0.6fr)", cell: (one) => <Ago at={one.at} /> },
    { name: "What it is now", width: "minmax(10rem, 1.8fr)", cell: (one) => <span title={gist(one.details)}>{gist(one.details)}</span> },
  ];
}
