import type { Connector } from "../../api/types.ts";
import { howMany } from "../../parts/how_many.ts";
import { Link } from "../../parts/link.tsx";
import { Badge, toneOf } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { connectorsOf, statusOf, urgency } from "./standing.ts";
import type { Standing } from "./standing.ts";

const MOST_CHIPS = 6;

export const COLUMNS: Column<Standing>[] = [
  {
    name: "Charge point",
    width: "minmax(10rem, 1.4fr)",
    cell: ({ chargePoint }) => (
      <span class="two">
        <Link to={["charge-points", chargePoint.id]}>{chargePoint.id}</Link>
        <small>{model(chargePoint.boot)}</small>
      </span>
    ),
  },
  {
    name: "Connectors",
    width: "minmax(12rem, 2.4fr)",
    cell: ({ chargePoint }) => {
      const connectors = connectorsOf(chargePoint);
      if (!connectors.length) return <span class="faint">none reported yet</span>;
      return (
        <span class="chips">
          {connectors.slice(0, MOST_CHIPS).map((each) => (
            <Chip key={each.connectorId} connector={each} live={chargePoint.connected} />
          ))}
          {connectors.length > MOST_CHIPS && <span class="faint">+{connectors.length - MOST_CHIPS}</span>}
        </span>
      );
    },
  },
  {
    name: "Connection",
    width: "minmax(7rem, 1fr)",
    cell: ({ chargePoint }) => (
      <span class="two">
        {chargePoint.registration !== "Accepted" ? (
          <Badge tone="wait">{chargePoint.registration}</Badge>
        ) : (
          <Badge tone={chargePoint.connected ? "good" : "off"}>{chargePoint.connected ? "Online" : "Offline"}</Badge>
        )}
      </span>
    ),
  },
  {
    name: "Heard",
    width: "minmax(6rem, 0.8fr)",
    aside: true,
    cell: ({ chargePoint }) => <Ago at={chargePoint.lastSeenAt} />,
  },
  {
    name: "Attention",
    width: "minmax(7rem, 1fr)",
    aside: true,
    cell: (one) => {
      if (one.problems) return <Badge tone="bad">{howMany(one.problems, "problem")}</Badge>;
      return urgency(one) === 0 ? <Badge tone="bad">Fault</Badge> : "";
    },
  },
];

function Chip({ connector, live }: { connector: Connector; live: boolean }) {
  const own = statusOf(connector);
  const status = own ? words(own) : "Not reported";
  const fault = connector.errorCode && connector.errorCode !== "NoError" ? words(connector.errorCode) : "";
  return (
    <span class={`chip ${live ? toneOf(own) : "off"}`} title={[status, fault, connector.info].filter(Boolean).join(" · ")}>
      <b>{connector.connectorId}</b> {fault || status}
    </span>
  );
}

export function model(boot: Record<string, unknown> | undefined): string {
  const { chargePointVendor, chargePointModel } = (boot ?? {}) as Record<string, string | undefined>;
  return [chargePointVendor, chargePointModel].filter(Boolean).join(" ") || "has not booted yet";
}
