// What limits its power, drawn over the time to come.
import { useEffect, useState } from "preact/hooks";
import { SLOW, useLive } from "../../../api/live.ts";
import { usePaged } from "../../../api/paged.ts";
import { useMay } from "../../../auth/roles.ts";
import { Confirm, Dialog } from "../../../parts/dialog.tsx";
import { howMany } from "../../../parts/how_many.ts";
import { Empty, Failure, Loading, Stale } from "../../../parts/said.tsx";
import { useNow } from "../../../parts/time.tsx";
import { filter, useAddress } from "../../../router.ts";
import { connectorsOf } from "../../fleet/standing.ts";
import { Outcome } from "../command_form.tsx";
import { useCommand } from "../sending.ts";
import type { PartGiven } from "../view.tsx";
import { ConnectorLimits } from "./connector.tsx";
import { SetProfile } from "./setting.tsx";

const HOUR = 3600; // seconds
const SPANS = { day: { name: "24 hours", hours: 24 }, week: { name: "7 days", hours: 168 } };
const MOST = 400; // profiles

export function ChargingProfiles({ id, chargePoint }: PartGiven) {
  const { query } = useAddress();
  const params = { chargePointId: id };
  const profiles = usePaged("/charge-points/{chargePointId}/charging-profiles", { params }, 200, MOST);
  const sessions = useLive("/charge-points/{chargePointId}/transactions", { params, query: { limit: 20 } }, SLOW);
  const clearing = useCommand(id);
  const [setting, set] = useState(false);
  const [clearingAll, clearAll] = useState(false);
  const mayCommand = useMay("operator");
  const now = Math.floor(useNow(20) / 60_000) * 60;
  const week = query.get("span") === "week";
  const from = Math.floor(now / HOUR) * HOUR;
  const span = { from, to: from + (week ? SPANS.week : SPANS.day).hours * HOUR };
  const { items } = profiles;
  useEffect(() => profiles.seen([Math.max(0, items.length - 1)]), [items.length]);
  if (!profiles.loaded) return profiles.problem ? <Failure problem={profiles.problem} /> : <Loading />;
  const connectors = connectorsOf(chargePoint).map((each) => each.connectorId);
  const numbers = [...new Set([0, ...connectors, ...items.map((one) => one.connectorId)])].sort((a, b) => a - b);
  return (
    <>
      <Stale problem={profiles.problem} />
      <div class="filters">
        <span role="group" aria-label="Time shown" class="switch">
          {Object.entries(SPANS).map(([key, each]) => (
            <button key={key} aria-pressed={(key === "week") === week} onClick={() => filter({ span: key === "week" ? key : null })}>
              {each.name}
            </button>
          ))}
        </span>
        {mayCommand && (
          <>
            <button class="primary" disabled={!chargePoint.connected} onClick={() => set(true)}>
              Set a profile…
            </button>
            <button disabled={!chargePoint.connected || !items.length || clearing.busy} onClick={() => clearAll(true)}>
              Clear all…
            </button>
          </>
        )}
      </div>
      <Outcome sending={clearing} />
      {!items.length && (
        <Empty title="No limit is known.">
          <p>It gives what its installation and the car allow. Of limits that were set elsewhere it does not tell; ask it what it will give.</p>
        </Empty>
      )}
      {numbers.map((number) => (
        <ConnectorLimits
          key={number}
          id={id}
          connected={chargePoint.connected}
          connectorId={number}
          all={items}
          running={sessions.data?.items.find((one) => one.connectorId === number && one.status === "running")}
          span={span}
          now={now}
        />
      ))}
      {setting && (
        <Dialog title="Set a charging profile" close={() => set(false)}>
          <SetProfile id={id} connectorId={connectors[0] ?? 0} span={span} now={now} />
        </Dialog>
      )}
      {clearingAll && (
        <Confirm
          title="Clear all charging profiles"
          told={`${howMany(items.length, `limit of ${id} is`, `limits of ${id} are`)} gone, those of running transactions too: it may give as much as its installation allows, at once.`}
          does="Clear all"
          doIt={() => clearing.send("ClearChargingProfile", {})}
          close={() => clearAll(false)}
        />
      )}
    </>
  );
}
