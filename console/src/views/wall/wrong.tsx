// What is wrong, in words: the worst first, and of equals the latest.
import type { Problem } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import { duration, useNow } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { errorOf, rank, shownAs } from "./kinds.ts";
import type { Block, Kind } from "./kinds.ts";

const MOST = 50; // lines

export interface Wrong {
  chargePointId: string;
  kind: Kind;
  what: string;
  more: string;
  since: string | undefined;
  times: number;
}

export function wrongsOf(blocks: Block[], problems: Problem[]): Wrong[] {
  const shown = new Set(blocks.map((block) => block.chargePoint.id));
  const raised = problems
    .filter((one) => shown.has(one.chargePointId))
    .map((one): Wrong => ({
      chargePointId: one.chargePointId,
      kind: "problem",
      what: words(one.problem),
      more: one.remedy ?? "",
      since: one.firstAt,
      times: 1,
    }));
  const found = new Map<string, Wrong>();
  for (const one of [...blocks.flatMap(ofBlock), ...raised]) {
    const same = found.get(`${one.chargePointId} ${one.what}`);
    if (same) same.times += 1;
    else found.set(`${one.chargePointId} ${one.what}`, one);
  }
  return [...found.values()].sort((a, b) => rank(a.kind) - rank(b.kind) || (b.since ?? "").localeCompare(a.since ?? ""));
}

function ofBlock({ chargePoint }: Block): Wrong[] {
  const { id: chargePointId, connected, lastSeenAt } = chargePoint;
  if (!connected) {
    return [{ chargePointId, kind: "offline", what: lastSeenAt ? "Offline" : "Has never come", more: "", since: lastSeenAt, times: 1 }];
  }
  const found = chargePoint.connectors.flatMap((connector): Wrong[] => {
    const error = errorOf(connector);
    const faulted = connector.status === "Faulted";
    if (!faulted && !error) return [];
    const where = connector.connectorId ? `Connector ${connector.connectorId}: ` : "";
    const what = where + words(error ?? "Faulted");
    const more = [connector.vendorErrorCode, connector.info].filter(Boolean).join(", ");
    return [{ chargePointId, kind: faulted ? "faulted" : "problem", what, more, since: connector.receivedAt ?? connector.timestamp, times: 1 }];
  });
  if (chargePoint.registration !== "Accepted") {
    found.push({ chargePointId, kind: "problem", what: `Its registration is ${chargePoint.registration}`, more: "", since: undefined, times: 1 });
  }
  return found;
}

export function WrongList({ wrongs }: { wrongs: Wrong[] }) {
  const now = useNow(5);
  if (!wrongs.length) return <p class="all-well">Nothing is wrong.</p>;
  return (
    <ul>
      {wrongs.slice(0, MOST).map((one) => (
        <li key={`${one.chargePointId} ${one.what}`} class={one.kind}>
          <b class="mark" aria-hidden="true">
            {shownAs(one.kind).letter}
          </b>
          <span>
            <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link> <strong>{one.what}</strong>
            {one.times > 1 && ` ${one.times} times`}
            {one.since && <span class="faint"> for {duration(now - Date.parse(one.since))}</span>}
            {one.more && <small>{one.more}</small>}
          </span>
        </li>
      ))}
      {wrongs.length > MOST && (
        <li>
          <Link to={["fleet"]} query="show=attention">
            and {wrongs.length - MOST} more
          </Link>
        </li>
      )}
    </ul>
  );
}
