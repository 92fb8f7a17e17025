// Security events of one charge point, its own and those that the CSMS noted.
import { usePaged } from "../../../api/paged.ts";
import type { Item } from "../../../api/types.ts";
import { ListedTable } from "../../../parts/listed.tsx";
import { Empty } from "../../../parts/said.tsx";
import { Badge } from "../../../parts/status.tsx";
import type { Column } from "../../../parts/table.tsx";
import { Ago } from "../../../parts/time.tsx";
import { words } from "../../../parts/units.ts";
import { filter, useAddress } from "../../../router.ts";
import { MEANINGS } from "../../security/meanings.ts";

type Event = Item<"/charge-points/{chargePointId}/security-events">;

const PART = 50;
const COLUMNS: Column<Event>[] = [
  {
    name: "What happened",
    width: "minmax(12rem, 1.6fr)",
    cell: (one) => (
      <span class="two" title={[MEANINGS[one.type]?.told, MEANINGS[one.type]?.helps].filter(Boolean).join(" ")}>
        <strong>{words(one.type)}</strong>
        <small>{MEANINGS[one.type]?.told}</small>
      </span>
    ),
  },
  {
    name: "What is known",
    width: "minmax(9rem, 1.6fr)",
    cell: (one) => {
      const tries = one.tries && one.tries > 1 ? `${one.tries} times` : "";
      return (
        <span class="two" title={one.reason ?? one.techInfo}>
          <span>{one.reason ?? one.techInfo ?? <span class="faint">no more was said</span>}</span>
          <small>{[one.sourceIp, tries].filter(Boolean).join(", ")}</small>
        </span>
      );
    },
  },
  { name: "When", width: "minmax(6rem, 0.6fr)", cell: (one) => <Ago at={one.receivedAt} /> },
  {
    name: "Seen by",
    width: "minmax(8rem, 0.7fr)",
    cell: (one) => (one.critical ? <Badge tone="bad">Critical</Badge> : one.source === "csms" ? "the CSMS" : "the charge point"),
  },
];

export function Events({ id }: { id: string }) {
  const { query } = useAddress();
  const critical = query.get("events") === "critical";
  const asked = { params: { chargePointId: id }, query: critical ? { critical: true } : {} };
  const events = usePaged("/charge-points/{chargePointId}/security-events", asked, PART, PART);
  return (
    <section aria-label="Security events">
      <div class="filters">
        <h2>Security events</h2>
        <button aria-pressed={critical} onClick={() => filter({ events: critical ? null : "critical" })}>
          Only critical ones
        </button>
      </div>
      <ListedTable
        label="Security events"
        list={events}
        none={<Empty title={critical ? "There is no critical one." : "Nothing was reported, and nobody was refused."} />}
        columns={COLUMNS}
        keyOf={(one) => `${one.receivedAt} ${one.type} ${one.sourceIp} ${one.at}`}
        rowHeight={56}
        toneOf={(one) => (one.critical ? "urgent" : "")}
      />
    </section>
  );
}
