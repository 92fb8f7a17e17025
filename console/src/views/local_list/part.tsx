// Who may charge while a charge point cannot ask: the list that it has, and what is sent to it.
import { useState } from "preact/hooks";
import { useLive } from "../../api/live.ts";
import type { ChargePoint } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { howMany } from "../../parts/how_many.ts";
import { Empty, Failure, Loading, Stale } from "../../parts/said.tsx";
import { useListChange } from "./changing.ts";
import { Entries } from "./entries.tsx";
import { Facts } from "./facts.tsx";
import { SendList } from "./sending.tsx";
import { Update } from "./update.tsx";

const MOST_COUNTED = 200;

export function LocalListOf({ id, chargePoint }: { id: string; chargePoint: ChargePoint }) {
  const mayChange = useMay("operator");
  const [doing, set] = useState<"add" | "full" | "empty">();
  const clearing = useListChange(id);
  const asked = { params: { chargePointId: id }, query: { limit: MOST_COUNTED } };
  const live = useLive("/charge-points/{chargePointId}/local-list", asked);
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  const list = live.data;
  const known = list.items.length;
  const count = list.cursor ? `more than ${known} entries` : howMany(known, "entry", "entries");
  const close = () => set(undefined);
  return (
    <>
      <div class="title">
        <strong>{known || list.version ? count : "No list yet"}</strong>
        <span class="faint">{!list.complete && known > 0 ? "and perhaps others: no whole list was sent yet" : "who may charge while it is offline"}</span>
        {mayChange && (
          <span class="right">
            {known > 0 && <button onClick={() => set("empty")}>Empty the list…</button>}
            {known > 0 && <button onClick={() => set("full")}>Replace the list…</button>}
            {list.version != null && (
              <button class="primary" onClick={() => set("add")}>
                Add id tags…
              </button>
            )}
          </span>
        )}
      </div>
      <Stale problem={live.problem} />
      {clearing.problem && <Failure problem={clearing.problem} />}
      {list.update && <Update sent={list.update} />}
      <Facts id={id} chargePoint={chargePoint} list={list} changed={live.again} />
      {known ? (
        <Entries id={id} sent={live.again} />
      ) : (
        <Empty title="It has no entries that are known.">
          <p>Without a list it can let nobody charge for certain while it is offline.</p>
          {mayChange && <button onClick={() => set("full")}>Send a list…</button>}
        </Empty>
      )}
      {(doing === "add" || doing === "full") && <SendList id={id} full={doing === "full"} entries={known} connected={chargePoint.connected} sent={live.again} close={close} />}
      {doing === "empty" && (
        <Confirm
          title={`Empty the list of ${id}`}
          told={`All of it is lost, ${count}: while ${id} is offline nobody may charge there, unless it lets unknown id tags charge.`}
          does="Empty it"
          doIt={() => void clearing.send({ how: "empty" }).then(live.again)}
          close={close}
        />
      )}
    </>
  );
}
