import type { SecurityEvent } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";

export function columnsOf(choose: (event: SecurityEvent) => void): Column<SecurityEvent>[] {
  return [
    {
      name: "What happened",
      width: "minmax(11rem, 1.5fr)",
      cell: (one) => (
        <span class="two">
          <button class="text" onClick={() => choose(one)}>
            {words(one.type)}
          </button>
          <small>{one.critical ? <Badge tone="bad">Critical</Badge> : one.source === "csms" ? "seen by the CSMS" : "reported by it"}</small>
        </span>
      ),
    },
    {
      name: "Charge point",
      width: "minmax(8rem, 1fr)",
      cell: (one) => (
        <span class="two">
          {one.chargePointId ? (
            <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link>
          ) : (
            <span class="faint">nobody said who</span>
          )}
          <small>{one.sourceIp}</small>
        </span>
      ),
    },
    { name: "When", width: "minmax(5.5rem, 0.6fr)", cell: (one) => <Ago at={one.receivedAt} /> },
    {
      name: "What is known",
      width: "minmax(10rem, 2fr)",
      cell: (one) => <span title={one.reason ?? one.techInfo}>{one.reason ?? one.techInfo ?? <span class="faint">no more was said</span>}</span>,
    },
    { name: "Tries", width: "minmax(4rem, 0.4fr)", cell: (one) => triesOf(one) },
  ];
}

export function triesOf({ tries, otherTries }: SecurityEvent): string {
  if (tries === undefined) return "";
  return otherTries ? `${tries} + ${otherTries}` : String(tries);
}
