// What the meter said of one transaction, message by message, the newest first.
import { useMemo, useState } from "preact/hooks";
import type { Paged } from "../../api/paged.ts";
import type { Reading } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Empty, Failure, Loading, Stale } from "../../parts/said.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { At, clock, day, exactly } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { nameOf, telling, valueOf } from "./samples.ts";

const MOST_CHIPS = 4;

export function Readings({ readings }: { readings: Paged<Reading> }) {
  const [chosen, choose] = useState<Reading>();
  const newest = useMemo(() => readings.items.map((one, place) => ({ one, place })).reverse(), [readings.items]);
  const columns: Column<{ one: Reading; place: number }>[] = [
    { name: "At", width: "minmax(5.5rem, 0.5fr)", cell: ({ one }) => <Told at={one.at} /> },
    { name: "The meter said", width: "minmax(10rem, 3fr)", cell: ({ one }) => <Said one={one} /> },
    { name: "When", width: "minmax(7rem, 0.8fr)", aside: true, cell: ({ one }) => context(one) },
    {
      name: "All of it",
      width: "5.5rem",
      cell: ({ one }) => (
        <button class="small" onClick={() => choose(one)} aria-label={`All ${one.samples.length} at ${clock(one.at)}`}>
          All {one.samples.length}
        </button>
      ),
    },
  ];
  if (readings.problem && !readings.loaded) return <Failure problem={readings.problem} />;
  if (!readings.loaded) return <Loading />;
  if (!newest.length) {
    return (
      <Empty title="The meter has said nothing of it.">
        <p>MeterValueSampleInterval says how often a charge point tells of its meter, and MeterValuesSampledData what.</p>
      </Empty>
    );
  }
  return (
    <>
      <Stale problem={readings.problem} />
      <Table
        label="Meter readings"
        items={newest}
        columns={columns}
        keyOf={({ place }) => String(place)}
        rowHeight={48}
        more={readings.more}
        narrow="5.5rem minmax(6rem, 1fr) 4.5rem"
        growsAbove
      />
      {chosen && <All one={chosen} close={() => choose(undefined)} />}
    </>
  );
}

function Told({ at }: { at: string }) {
  return (
    <time class="two" dateTime={at} title={exactly(at)}>
      <span>{clock(at)}</span>
      <small>{day(at)}</small>
    </time>
  );
}

function context({ source, samples }: Reading): string {
  const told = samples[0]?.context ?? "";
  return source === "StopTransaction" ? `With the stop, ${words(told.split(".").at(-1) ?? "").toLowerCase()}` : words(told.split(".").at(-1) ?? "");
}

function Said({ one }: { one: Reading }) {
  const samples = telling(one.samples);
  return (
    <span class="chips">
      {samples.slice(0, MOST_CHIPS).map((each, place) => (
        <span key={place} class={each.odd ? "chip wait" : "chip"}>
          {nameOf(each)} <b>{valueOf(each)}</b>
        </span>
      ))}
      {samples.length > MOST_CHIPS && <span class="faint">+{samples.length - MOST_CHIPS}</span>}
      {one.unread && <span class="chip wait">not all of it could be read</span>}
    </span>
  );
}

function All({ one, close }: { one: Reading; close: () => void }) {
  return (
    <Dialog title={`Meter at ${clock(one.at)}`} close={close}>
      <p class="faint">
        {one.source === "StopTransaction" ? "It came with the stop" : "It came by itself"}, received <At at={one.receivedAt} />.
      </p>
      <table class="plain">
        <thead>
          <tr>
            <th>Measurand</th>
            <th>Value</th>
            <th>Context</th>
          </tr>
        </thead>
        <tbody>
          {telling(one.samples).map((each, place) => (
            <tr key={place}>
              <td>{nameOf(each)}</td>
              <td class={each.odd ? "odd" : ""}>{each.text ?? valueOf(each)}</td>
              <td class="faint">
                {words(each.context.split(".").at(-1) ?? "")}
                {each.format === "SignedData" ? ", signed" : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {one.unread && <pre>{JSON.stringify(one.unread, null, 2)}</pre>}
    </Dialog>
  );
}
