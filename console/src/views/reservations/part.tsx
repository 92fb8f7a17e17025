// The reservations of one charge point, also those that have ended.
import { useState } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import { useMay } from "../../auth/roles.ts";
import { Empty } from "../../parts/said.tsx";
import { filter, useAddress } from "../../router.ts";
import { Reserve } from "./reserving.tsx";
import { Rows } from "./rows.tsx";
import { STATES } from "./states.tsx";

const PART = 100;
const MOST = 1_000; // that are put in order, the latest first

export function ReservationsOf({ id }: { id: string }) {
  const [reserving, reserve] = useState(false);
  const mayReserve = useMay("operator");
  return (
    <>
      <div class="title">
        <StateFilter />
        {mayReserve && (
          <span class="right">
            <button class="primary" onClick={() => reserve(true)}>
              Reserve…
            </button>
          </span>
        )}
      </div>
      <OfChargePoint id={id} />
      {reserving && <Reserve chargePointId={id} close={() => reserve(false)} />}
    </>
  );
}

export function StateFilter() {
  const status = useAddress().query.get("status") ?? "";
  return (
    <select aria-label="State" value={status} onChange={(event) => filter({ status: event.currentTarget.value })}>
      <option value="">All states</option>
      {Object.entries(STATES).map(([state, { name }]) => (
        <option key={state} value={state}>
          {name}
        </option>
      ))}
    </select>
  );
}

export function OfChargePoint({ id }: { id: string }) {
  const status = useAddress().query.get("status") ?? "";
  const asked = { params: { chargePointId: id }, query: { status } };
  const list = usePaged("/charge-points/{chargePointId}/reservations", asked, PART, MOST);
  return (
    <Rows list={list} fleet={false} latestFirst>
      {status ? (
        <Empty title={`No reservation of ${id} is like that.`}>
          <button onClick={() => filter({ status: null })}>Show all states</button>
        </Empty>
      ) : (
        <Empty title="Nothing has been reserved here yet." />
      )}
    </Rows>
  );
}
