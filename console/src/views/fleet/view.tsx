// The fleet at a glance: what needs somebody first, then every charge point with its connectors.
import { useMemo, useState } from "preact/hooks";
import { SLOW, useLive } from "../../api/live.ts";
import { usePaged } from "../../api/paged.ts";
import { useMay } from "../../auth/roles.ts";
import { howMany } from "../../parts/how_many.ts";
import { Empty, Failure, Loading, Stale } from "../../parts/said.tsx";
import { Search } from "../../parts/search.tsx";
import { Table } from "../../parts/table.tsx";
import { filter, useAddress } from "../../router.ts";
import { AddChargePoint, Where } from "./adding.tsx";
import { changes } from "./changes.ts";
import { COLUMNS } from "./columns.tsx";
import { Inbox } from "./inbox.tsx";
import { Problems } from "./problems.tsx";
import { GROUPS, urgency } from "./standing.ts";
import type { Standing } from "./standing.ts";

const PART = 100; // in a request; what is on the screen is read again and again
const MANY = 1000; // of which the counting costs more than all else
const MOST = 10_000; // charge points that are counted by their state

export function FleetView() {
  const { query } = useAddress();
  const [adding, add] = useState(false);
  const mayChange = useMay("operator");
  const q = query.get("q") ?? "";
  const fleet = usePaged("/charge-points", { query: { q } }, PART, MOST, { following: changes });
  const totals = useLive("/fleet", {}, fleet.items.length > MANY ? 3 * SLOW : SLOW);
  const raised = useLive("/problems", { query: { limit: 200 } }, SLOW);
  const all = useMemo(
    () => standings(fleet.items, raised.data?.items ?? []),
    [fleet.items.length, fleet.items, raised.data],
  );
  const group = GROUPS.find((each) => each.key === query.get("show"));
  const shown = useMemo(() => {
    const some = group ? all.filter(group.holds) : all;
    return query.get("order") === "name" ? some : [...some].sort((a, b) => urgency(a) - urgency(b));
  }, [all, group, query.get("order")]);
  const total = totals.data?.chargePoints;
  const changed = () => {
    totals.again();
    fleet.again();
  };
  const closed = () => {
    add(false);
    changed();
  };
  return (
    <>
      <div class="title">
        <h1>Fleet</h1>
        <span class="faint">
          {total ? howMany(total, "charge point") : ""}
          {totals.data ? `, ${howMany(totals.data.runningTransactions, "transaction")} running` : ""}
          {fleet.more ? `, ${fleet.items.length} loaded` : ""}
        </span>
        <span class="right">
          <Search label="Search by id" value={q} change={(text) => filter({ q: text })} />
          {mayChange && (
            <button class="primary" onClick={() => add(true)}>
              Add charge point
            </button>
          )}
        </span>
      </div>
      <Stale problem={fleet.loaded ? fleet.problem : undefined} />
      <div class="tiles" role="group" aria-label="Show only">
        <Tile name="All" tone="plain" count={all.length} pressed={!group} press={() => filter({ show: null })} />
        {GROUPS.map((each) => (
          <Tile
            key={each.key}
            name={each.name}
            tone={each.tone}
            count={all.filter(each.holds).length}
            pressed={each === group}
            press={() => filter({ show: each === group ? null : each.key })}
          />
        ))}
      </div>
      <Inbox waiting={totals.data?.atTheDoor.number ?? 0} changed={changed} />
      <Problems items={raised.data?.items ?? []} />
      {fleet.problem && !fleet.loaded ? (
        <Failure problem={fleet.problem} />
      ) : !fleet.loaded ? (
        <Loading />
      ) : !all.length && !q ? (
        <Empty title="There is no charge point yet.">
          <Where id={undefined} />
          {mayChange && <button onClick={() => add(true)}>Add the first one</button>}
        </Empty>
      ) : !shown.length ? (
        <Empty title="No charge point is like that.">
          <button onClick={() => filter({ show: null, q: null })}>Show all</button>
        </Empty>
      ) : (
        <Table
          label="Charge points"
          items={shown}
          columns={COLUMNS}
          keyOf={(one) => one.chargePoint.id}
          rowHeight={56}
          more={fleet.more}
          toneOf={(one) => (urgency(one) === 0 ? "urgent" : "")}
          seen={(first, last) => fleet.seen(shown.slice(first, last + 1).map((one) => one.place))}
        />
      )}
      {adding && <AddChargePoint close={closed} />}
    </>
  );
}

interface TileGiven {
  name: string;
  tone: string;
  count: number;
  pressed: boolean;
  press: () => void;
}

function Tile({ name, tone, count, pressed, press }: TileGiven) {
  return (
    <button class={`tile ${tone}`} aria-pressed={pressed} onClick={press}>
      <b>{count}</b>
      <span>{name}</span>
    </button>
  );
}

function standings(
  chargePoints: Standing["chargePoint"][],
  problems: { chargePointId: string }[],
): Standing[] {
  const many = new Map<string, number>();
  for (const { chargePointId } of problems) many.set(chargePointId, (many.get(chargePointId) ?? 0) + 1);
  return chargePoints.map((chargePoint, place) => ({
    chargePoint,
    place,
    problems: many.get(chargePoint.id) ?? 0,
  }));
}
