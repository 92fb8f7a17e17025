// Which charge points: all that are like something, or those of a list.
import { SLOW, useLive } from "../../api/live.ts";
import type { ChargePoint } from "../../api/types.ts";
import { howMany } from "../../parts/how_many.ts";
import { filterOf, listed } from "./order.ts";
import type { FormGiven } from "./making.tsx";

const LOOKED_AT = 100; // charge points, to say how many there are at least

export function Whom({ order, set }: FormGiven) {
  const fleet = useLive("/charge-points", { query: { limit: LOOKED_AT } }, SLOW * 6);
  const known = fleet.data?.items ?? [];
  return (
    <section class="panel" aria-label="Charge points">
      <h2>Charge points</h2>
      <div class="choices" role="radiogroup" aria-label="Which charge points">
        <label class="choice">
          <input type="radio" name="whom" checked={order.whom === "filter"} onChange={() => set({ whom: "filter" })} /> All that are like this
        </label>
        <label class="choice">
          <input type="radio" name="whom" checked={order.whom === "list"} onChange={() => set({ whom: "list" })} /> Those of a list
        </label>
      </div>
      {order.whom === "filter" ? (
        <>
          <div class="three">
            <Told name="Vendor" most={20} value={order.vendor} known={known.map((one) => said(one, "chargePointVendor"))} change={(vendor) => set({ vendor })} />
            <Told name="Model" most={20} value={order.model} known={known.map((one) => said(one, "chargePointModel"))} change={(model) => set({ model })} />
            <Told name="Firmware now" most={50} value={order.from} known={known.map((one) => said(one, "firmwareVersion"))} change={(from) => set({ from })} />
          </div>
          <Matching order={order} set={set} />
        </>
      ) : (
        <label>
          Identities
          <textarea rows={5} value={order.list} onInput={(event) => set({ list: event.currentTarget.value })} />
          <small>
            One a line, in the order in which they are updated. {listed(order.list).length ? `${howMany(listed(order.list).length, "charge point")}.` : ""}
          </small>
        </label>
      )}
    </section>
  );
}

/** How many are like that now; they are looked up anew when the campaign starts. */
function Matching({ order }: FormGiven) {
  const { vendor, model, firmwareVersion } = filterOf(order);
  const filtered = vendor || model || firmwareVersion;
  const live = useLive(filtered ? "/charge-points" : null, { query: { vendor, model, limit: LOOKED_AT } }, SLOW);
  if (!filtered || !live.data) return <small>As they said of themselves when they booted; looked up when the campaign starts.</small>;
  const like = live.data.items.filter((one) => !firmwareVersion || said(one, "firmwareVersion") === firmwareVersion);
  return (
    <small role="status">
      {live.data.cursor ? "More than " : ""}
      {howMany(like.length, "charge point is", "charge points are")} like that now
      {like.length ? `: ${like.slice(0, 5).map((one) => one.id).join(", ")}${like.length > 5 ? "…" : ""}` : ""}. They are looked up anew when it starts.
    </small>
  );
}

interface ToldGiven {
  name: string;
  most: number;
  value: string;
  known: (string | undefined)[];
  change: (value: string) => void;
}

function Told({ name, most, value, known, change }: ToldGiven) {
  const id = `known-${name.replaceAll(" ", "-")}`;
  return (
    <label>
      {name}
      <input list={id} maxLength={most} placeholder="any" value={value} onInput={(event) => change(event.currentTarget.value)} />
      <datalist id={id}>
        {[...new Set(known)].filter(Boolean).map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </label>
  );
}

function said(one: ChargePoint, member: string): string | undefined {
  const value = one.boot?.[member];
  return typeof value === "string" ? value : undefined;
}
