// Which charge point and which connector is to be kept.
import { get } from "../../api/client.ts";
import type { Live } from "../../api/live.ts";
import type { ChargePoint } from "../../api/types.ts";
import { words } from "../../parts/units.ts";
import { connectorsOf } from "../fleet/standing.ts";

const OFFERS = 10;

interface Choice {
  place: Live<ChargePoint>;
  chosen: number;
  choose: (connectorId: number) => void;
}

export function Connector({ place: found, chosen, choose }: Choice) {
  return (
    <label>
      Connector
      <select value={chosen} onChange={(event) => choose(Number(event.currentTarget.value))}>
        <option value={0}>Any that is free</option>
        {(found.data ? connectorsOf(found.data) : []).map((each) => (
          <option key={each.connectorId} value={each.connectorId}>
            {each.connectorId}: {each.status ? words(each.status) : "not reported"}
          </option>
        ))}
      </select>
      {found.problem?.status === 404 && <small class="fault">There is no such charge point.</small>}
      {found.data && !found.data.connected && <small class="fault">It is offline at the moment, and cannot be asked.</small>}
    </label>
  );
}

/** 0 is any, which few charge points take. */
export function freeOne(chargePoint: ChargePoint | undefined): number {
  const connectors = chargePoint ? connectorsOf(chargePoint) : [];
  return connectors.find((each) => each.status === "Available")?.connectorId ?? 0;
}

export async function chargePoints(q: string): Promise<string[]> {
  const got = await get("/charge-points", { query: { q, limit: OFFERS } });
  return got?.body.items.map((one) => one.id) ?? [];
}
