// What was reported of security in the whole fleet, and who failed to get in; the newest first.
import { useMemo, useState } from "preact/hooks";
import { SLOW, useLive } from "../../api/live.ts";
import { usePaged } from "../../api/paged.ts";
import type { SecurityEvent } from "../../api/types.ts";
import { howMany } from "../../parts/how_many.ts";
import { Link } from "../../parts/link.tsx";
import { ListedTable } from "../../parts/listed.tsx";
import { PeriodChoice, usePeriod } from "../../parts/period.tsx";
import { Empty } from "../../parts/said.tsx";
import { words } from "../../parts/units.ts";
import { filter, useAddress } from "../../router.ts";
import { columnsOf } from "./columns.tsx";
import { EventDetails } from "./details.tsx";
import { MEANINGS, OURS } from "./meanings.ts";

const PART = 50;
const SHOWN: Record<string, { name: string; asks: Record<string, string> }> = {
  "": { name: "All", asks: {} },
  critical: { name: "Critical", asks: { critical: "true" } },
  refused: { name: "Failed logins and handshakes", asks: { source: "csms" } },
  reported: { name: "Reported by charge points", asks: { source: "chargePoint" } },
};

export function Events() {
  const { query } = useAddress();
  const show = query.get("show") ?? "";
  const type = query.get("type") ?? "";
  const { from, to } = usePeriod();
  const asked = useMemo(() => ({ query: { ...SHOWN[show]?.asks, type, from, to } }), [show, type, from, to]);
  const events = usePaged("/security-events", asked, PART, PART);
  const [chosen, choose] = useState<SecurityEvent>();
  const columns = useMemo(() => columnsOf(choose), []);
  const narrowed = show || type || query.get("since");
  return (
    <>
      <AtTheDoor />
      <div class="filters">
        <span class="buttons" role="group" aria-label="Show only">
          {Object.entries(SHOWN).map(([key, { name }]) => (
            <button key={key} aria-pressed={key === show} onClick={() => filter({ show: key })}>
              {name}
            </button>
          ))}
        </span>
        <select aria-label="What happened" value={type} onChange={(event) => filter({ type: event.currentTarget.value })}>
          <option value="">Whatever happened</option>
          <optgroup label="Seen by the CSMS">
            {OURS.map((each) => (
              <option key={each} value={each}>
                {words(each)}
              </option>
            ))}
          </optgroup>
          <optgroup label="Reported by charge points">
            {Object.keys(MEANINGS)
              .filter((each) => !OURS.includes(each))
              .map((each) => (
                <option key={each} value={each}>
                  {words(each)}
                </option>
              ))}
          </optgroup>
        </select>
        <PeriodChoice />
      </div>
      <ListedTable
        label="Security events"
        list={events}
        none={
          <Empty title={narrowed ? "Nothing like that has happened." : "Nothing has happened."}>
            <p>Handshakes that are refused, and what charge points report by SecurityEventNotification, come here at once.</p>
            {narrowed && <button onClick={() => filter({ show: null, type: null, since: null, from: null, to: null })}>Show all</button>}
          </Empty>
        }
        columns={columns}
        keyOf={(one) => [one.receivedAt, one.at, one.chargePointId, one.type, one.sourceIp, one.techInfo].join(" ")}
        rowHeight={56}
        toneOf={(one) => (one.critical ? "urgent" : "")}
      />
      {chosen && <EventDetails event={chosen} close={() => choose(undefined)} />}
    </>
  );
}

function AtTheDoor() {
  const totals = useLive("/fleet", {}, SLOW);
  const number = totals.data?.atTheDoor.number ?? 0;
  if (!number) return null;
  return (
    <p class="stale">
      {howMany(number, "charge point is", "charge points are")} at the door, unknown or not accepted yet: see{" "}
      <Link to={["fleet"]}>the inbox of the fleet</Link>.
    </p>
  );
}
