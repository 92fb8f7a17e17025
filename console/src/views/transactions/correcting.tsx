// Putting right what a transaction says that has stopped; what was reported stays beside it.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import type { Transaction } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure } from "../../parts/said.tsx";
import { energy } from "../../parts/units.ts";
import type { ActingGiven } from "./acting.tsx";
import { changesOf, energyAfter, unchanged } from "./corrections.ts";
import type { Typed } from "./corrections.ts";
import { Note } from "./note.tsx";

const PATH = "/charge-points/{chargePointId}/transactions/{transactionId}/repair";
const OVERTAKEN = 412;

export function Correct({ one, etag, changed, close }: ActingGiven & { close: () => void }) {
  const [base, look] = useState({ one, etag });
  const [typed, type] = useState<Typed>(unchanged(one));
  const [note, write] = useState("");
  const change = useChange();
  const changes = changesOf(base.one, typed);
  const after = energyAfter(base.one, changes);
  const field = (name: keyof Typed) => ({
    value: typed[name],
    onInput: (event: Event) => type({ ...typed, [name]: (event.currentTarget as HTMLInputElement).value }),
  });
  const anew = () => {
    change.forget();
    type({ ...unchanged(one), ...onlyTyped(base.one, typed) });
    look({ one, etag });
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const params = { chargePointId: one.chargePointId, transactionId: one.transactionId };
    const headers: Record<string, string> = base.etag ? { "If-Match": base.etag } : {};
    if (!(await change.make("POST", PATH, { params }, { ...changes, note }, headers))) {
      changed();
      return;
    }
    changed();
    close();
  };
  return (
    <Dialog title={`Correct transaction ${one.transactionId}`} close={close}>
      <form onSubmit={(event) => void submit(event)}>
        <p>What the charge point reported stays beside it, with who corrected it and why.</p>
        <label>
          Meter at the start, Wh
          <input type="number" step="1" {...field("meterStart")} />
          <small>{was(base.one.meterStart)}</small>
        </label>
        <label>
          Meter at the end, Wh
          <input type="number" step="1" {...field("meterStop")} />
          <small>{was(base.one.meterStop)}</small>
        </label>
        <label>
          Ended at
          <input type="datetime-local" step="1" {...field("stoppedAt")} />
          <small>By the charge point's clock, in your time zone.</small>
        </label>
        <label>
          Energy, Wh
          <input type="number" step="any" min="0" {...field("energy")} placeholder="follows from the meter" />
          <small>Only where it is not the difference of the two.</small>
        </label>
        <p role="status">
          {after === base.one.energy ? `Its energy stays ${energy(after)}.` : `Its energy becomes ${energy(after)}; it was ${energy(base.one.energy)}.`}
        </p>
        <Note value={note} change={write} />
        {change.problem && <Failure problem={change.problem} />}
        <footer>
          <button type="button" onClick={close}>
            Leave it
          </button>
          {change.problem?.status === OVERTAKEN && (
            <button type="button" onClick={anew}>
              Take it as it stands now
            </button>
          )}
          <button class="primary" disabled={change.busy || !Object.keys(changes).length}>
            {change.busy ? "Correcting…" : "Correct it"}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function was(wattHours: number | undefined): string {
  return wattHours === undefined ? "It is not known." : `It stands at ${wattHours.toLocaleString()} Wh.`;
}

function onlyTyped(one: Transaction, typed: Typed): Partial<Typed> {
  const before = unchanged(one);
  return Object.fromEntries(Object.entries(typed).filter(([name, value]) => value !== before[name as keyof Typed]));
}

