// The filters above the list; the address keeps them.
import { get } from "../../api/client.ts";
import { Pick } from "../../parts/pick.tsx";
import { fromLocal, toLocal } from "../../parts/time.tsx";
import { filter, useAddress } from "../../router.ts";
import { BETWEEN, SPANS, yesterday } from "./span.ts";

const OFFERS = 10;
export const NO_FILTER = { chargePoint: null, connector: null, idTag: null, status: null, when: null, from: null, to: null };

export function FilterBar() {
  const { query } = useAddress();
  const when = query.get("when") ?? "";
  const chosen = (key: string) => filter({ when: key, ...(key === BETWEEN ? yesterday(new Date()) : { from: null, to: null }) });
  return (
    <div class="filters" role="search" aria-label="Filters">
      <select aria-label="State" value={query.get("status") ?? ""} onChange={(event) => filter({ status: event.currentTarget.value })}>
        <option value="">Running and stopped</option>
        <option value="running">Running</option>
        <option value="stopped">Stopped</option>
      </select>
      <Pick
        label="Charge point"
        value={query.get("chargePoint") ?? ""}
        offer={chargePoints}
        change={(chargePoint) => filter({ chargePoint, connector: null })}
      />
      {query.get("connector") && (
        <button onClick={() => filter({ connector: null })}>Connector {query.get("connector")} ✕</button>
      )}
      <Pick label="Id tag" value={query.get("idTag") ?? ""} offer={idTags} change={(idTag) => filter({ idTag })} />
      <select aria-label="Begun" value={when} onChange={(event) => chosen(event.currentTarget.value)}>
        <option value="">Begun at any time</option>
        {SPANS.map((each) => (
          <option key={each.key} value={each.key}>
            {each.name}
          </option>
        ))}
        <option value={BETWEEN}>Between…</option>
      </select>
      {when === BETWEEN && (
        <>
          <Moment name="From" at={query.get("from")} change={(from) => filter({ from })} />
          <Moment name="To" at={query.get("to")} change={(to) => filter({ to })} />
        </>
      )}
    </div>
  );
}

function Moment({ name, at, change }: { name: string; at: string | null; change: (at: string | null) => void }) {
  return (
    <input
      type="datetime-local"
      aria-label={name}
      value={toLocal(at ?? undefined).slice(0, 16)}
      onChange={(event) => change(fromLocal(event.currentTarget.value) ?? null)}
    />
  );
}

async function chargePoints(q: string): Promise<string[]> {
  const got = await get("/charge-points", { query: { q, limit: OFFERS } });
  return got?.body.items.map((one) => one.id) ?? [];
}

async function idTags(q: string): Promise<string[]> {
  const got = await get("/id-tags", { query: { q, limit: OFFERS } });
  return got?.body.items.map((one) => one.idTag) ?? [];
}
