// Which connectors are kept for whom, in the whole fleet; and what became of those of one charge point.
import { useState } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import { useMay } from "../../auth/roles.ts";
import { Pick } from "../../parts/pick.tsx";
import { Empty } from "../../parts/said.tsx";
import { filter, useAddress } from "../../router.ts";
import { OfChargePoint, StateFilter } from "./part.tsx";
import { chargePoints } from "./place.tsx";
import { Reserve } from "./reserving.tsx";
import { Rows } from "./rows.tsx";

const PART = 100;

export function ReservationsView() {
  const [reserving, reserve] = useState(false);
  const mayReserve = useMay("operator");
  const id = useAddress().query.get("chargePoint") ?? "";
  return (
    <>
      <div class="title">
        <h1>Reservations</h1>
        <span class="faint">{id ? `of ${id}, the latest first` : "that hold now, by when they expire"}</span>
        {mayReserve && (
          <span class="right">
            <button class="primary" onClick={() => reserve(true)}>
              Reserve…
            </button>
          </span>
        )}
      </div>
      <div class="filters" role="search" aria-label="Filters">
        <Pick label="Charge point" value={id} offer={chargePoints} change={(chosen) => filter({ chargePoint: chosen, status: null })} />
        {id ? <StateFilter /> : <span class="faint">Choose a charge point for those that have ended, too.</span>}
      </div>
      {id ? <OfChargePoint id={id} /> : <OfFleet mayReserve={mayReserve} reserve={() => reserve(true)} />}
      {reserving && <Reserve chargePointId={id} close={() => reserve(false)} />}
    </>
  );
}

function OfFleet({ mayReserve, reserve }: { mayReserve: boolean; reserve: () => void }) {
  const list = usePaged("/reservations", {}, PART, 0);
  return (
    <Rows list={list} fleet>
      <Empty title="Nothing is reserved at the moment.">
        <p>A reservation keeps a connector for an id tag until somebody charges by it, or its time is over.</p>
        {mayReserve && <button onClick={reserve}>Reserve a connector…</button>}
      </Empty>
    </Rows>
  );
}
