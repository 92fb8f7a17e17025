import type { Transaction } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import { duration, exactly, Short, useNow } from "../../parts/time.tsx";
import { energy, words } from "../../parts/units.ts";
import { marksOf } from "./marks.ts";

const MOST_MARKS = 2;

export interface Row {
  one: Transaction;
  /** Names of what is raised about it. */
  problems: string[];
}

export const COLUMNS: Column<Row>[] = [
  {
    name: "Transaction",
    width: "minmax(8rem, 1.2fr)",
    cell: ({ one }) => (
      <span class="two">
        <Link to={["transactions", one.chargePointId, String(one.transactionId)]}>{one.transactionId}</Link>
        <small>
          {one.chargePointId}, connector {one.connectorId}
        </small>
      </span>
    ),
  },
  { name: "Id tag", width: "minmax(7rem, 1fr)", aside: true, cell: ({ one }) => one.idTag },
  {
    name: "Began",
    width: "minmax(8rem, 1.1fr)",
    cell: ({ one }) => (
      <span class="two">
        <Began one={one} />
        <small>
          <Lasted one={one} />
          {one.status === "running" && " so far"}
        </small>
      </span>
    ),
  },
  {
    name: "Energy",
    width: "minmax(5.5rem, 0.7fr)",
    cell: ({ one }) => (
      <span class="two">
        <b>{energy(one.energy)}</b>
        <small>{average(one)}</small>
      </span>
    ),
  },
  {
    name: "State",
    width: "minmax(7rem, 0.9fr)",
    aside: true,
    cell: ({ one }) =>
      one.status === "running" ? (
        <Badge tone="busy">Running</Badge>
      ) : (
        <span class="two">
          <span>Stopped</span>
          <small>{words(one.stopReason ?? "")}</small>
        </span>
      ),
  },
  {
    name: "Marks",
    width: "minmax(8rem, 1.6fr)",
    aside: true,
    cell: ({ one, problems }) => <Marks one={one} problems={problems} />,
  },
];

export function Marks({ one, problems }: Row) {
  const marks = marksOf(one, problems);
  return (
    <span class="chips">
      {marks.slice(0, MOST_MARKS).map((mark) => (
        <span key={mark.name} class={`chip ${mark.tone}`} title={mark.told}>
          {mark.name}
        </span>
      ))}
      {marks.length > MOST_MARKS && <span class="faint">+{marks.length - MOST_MARKS}</span>}
    </span>
  );
}

function Began({ one }: { one: Transaction }) {
  if (!one.implausibleTime) return <Short at={one.startedAt} />;
  return (
    <span title={`The charge point says ${exactly(one.startedAt)}, which cannot be`}>
      <Short at={one.startReceivedAt} />
    </span>
  );
}

export function Lasted({ one }: { one: Transaction }) {
  const now = useNow(one.status === "running" ? 1 : 3600);
  const begun = Date.parse(one.implausibleTime ? one.startReceivedAt : one.startedAt);
  return <>{duration((one.stoppedAt ? Date.parse(one.stoppedAt) : now) - begun)}</>;
}

/** Of one that has ended, in kW. */
function average(one: Transaction): string {
  if (!one.stoppedAt || one.implausibleTime || one.energy === undefined) return "";
  const hours = (Date.parse(one.stoppedAt) - Date.parse(one.startedAt)) / 3_600_000;
  return hours > 0.02 && one.energy > 0 ? `⌀ ${(one.energy / hours / 1000).toFixed(1)} kW` : "";
}
