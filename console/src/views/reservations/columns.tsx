// The columns of a list of reservations.
import type { Reservation } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago, clock, day, duration, exactly, useNow } from "../../parts/time.tsx";
import { StateBadge } from "./states.tsx";

interface Given {
  /** Of the whole fleet: which charge point it is. */
  fleet: boolean;
  /** Without it nobody may cancel one. */
  cancel: ((one: Reservation) => void) | undefined;
}

export function columns({ fleet, cancel }: Given): Column<Reservation>[] {
  const told: Column<Reservation>[] = [
    {
      name: fleet ? "Where" : "Connector",
      width: "minmax(9rem, 1.3fr)",
      cell: (one) => (
        <span class="two">
          {fleet ? <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link> : <strong>{connector(one)}</strong>}
          <small>{fleet ? connector(one).toLowerCase() : `reservation ${one.reservationId}`}</small>
        </span>
      ),
    },
    {
      name: "For",
      width: "minmax(9rem, 1.3fr)",
      cell: (one) => (
        <span class="two">
          <Link to={["id-tags", one.idTag]}>{one.idTag}</Link>
          <small>
            <Until one={one} />
            {one.parentIdTag ? `, or anybody in ${one.parentIdTag}` : ""}
          </small>
        </span>
      ),
    },
    { name: "State", width: "minmax(7rem, 0.8fr)", aside: true, cell: (one) => <StateBadge one={one} /> },
    { name: "What became of it", width: "minmax(8rem, 1.6fr)", aside: true, cell: (one) => <Became one={one} /> },
  ];
  return [...told, { name: "", width: cancel ? "7rem" : "0", cell: (one) => <Last one={one} cancel={cancel} /> }];
}

function Last({ one, cancel }: { one: Reservation; cancel: Given["cancel"] }) {
  if (cancel && one.status === "Accepted") return <Cancelling one={one} cancel={cancel} />;
  return (
    <span class="narrow">
      <StateBadge one={one} />
    </span>
  );
}

function Cancelling({ one, cancel }: { one: Reservation; cancel: (one: Reservation) => void }) {
  return (
    <button class="small" aria-label={`Cancel the reservation of ${one.idTag} at ${one.chargePointId}`} onClick={() => cancel(one)}>
      Cancel…
    </button>
  );
}

function connector({ connectorId }: Reservation): string {
  return connectorId ? `Connector ${connectorId}` : "Any connector";
}

function Until({ one }: { one: Reservation }) {
  const now = useNow();
  const left = Date.parse(one.expiryDate) - now;
  const held = one.status === "Accepted" && left > 0;
  return (
    <time dateTime={one.expiryDate} title={exactly(one.expiryDate)}>
      {held ? `${duration(left)} left` : `until ${clock(one.expiryDate)}, ${day(one.expiryDate)}`}
    </time>
  );
}

function Became({ one }: { one: Reservation }) {
  const conflict = one.conflictsWith != null && `transaction ${one.conflictsWith} of somebody else began there; `;
  const used = one.transactionId;
  return (
    <span class="two" title={one.reason ?? ""}>
      <span class={conflict ? "fault" : ""}>
        {conflict}
        {used != null ? <Link to={["transactions", one.chargePointId, String(used)]}>transaction {used}</Link> : one.reason}
      </span>
      <small>
        {one.endedAt ? "ended" : "answered"} <Ago at={one.endedAt ?? one.answeredAt} />
      </small>
    </span>
  );
}
