// Closing a transaction whose stop is lost, at its last reading or where the operator knows better.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import type { Schemas } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure } from "../../parts/said.tsx";
import { At, fromLocal, toLocal } from "../../parts/time.tsx";
import { energy, words } from "../../parts/units.ts";
import type { ActingGiven } from "./acting.tsx";
import { Note } from "./note.tsx";

type Reason = Schemas["Closing"]["reason"];

const PATH = "/charge-points/{chargePointId}/transactions/{transactionId}/close";
const REASONS: Reason[] = [
  "Other",
  "PowerLoss",
  "EVDisconnected",
  "Local",
  "Remote",
  "EmergencyStop",
  "UnlockCommand",
  "DeAuthorized",
  "Reboot",
  "SoftReset",
  "HardReset",
];

export function Close({ one, etag, changed, close }: ActingGiven & { close: () => void }) {
  const [stoppedAt, setEnd] = useState("");
  const [meterStop, setMeter] = useState("");
  const [reason, choose] = useState<Reason>("Other");
  const [note, write] = useState("");
  const change = useChange();
  const submit = async (event: Event) => {
    event.preventDefault();
    const at = fromLocal(stoppedAt);
    const body = { reason, note, ...(at ? { stoppedAt: at } : {}), ...(meterStop ? { meterStop: Number(meterStop) } : {}) };
    const params = { chargePointId: one.chargePointId, transactionId: one.transactionId };
    if (!(await change.make("POST", PATH, { params }, body, etag ? { "If-Match": etag } : {}))) return;
    changed();
    close();
  };
  return (
    <Dialog title={`Close transaction ${one.transactionId}`} close={close}>
      <form onSubmit={(event) => void submit(event)}>
        <p>
          For one whose stop is lost: it ends here, and the charge point is told nothing. Should its real stop still come, that takes the
          place of this estimate. If it still charges, stop it instead.
        </p>
        <p>
          {one.registerAt ? (
            <>
              What is left empty is taken from the last plausible reading of its meter; the last one was <At at={one.registerAt} />, after{" "}
              {energy(one.energy)}.
            </>
          ) : (
            "Its meter has told nothing: what is left empty is now, and where the meter began."
          )}
        </p>
        <label>
          Ended at
          <input type="datetime-local" step="1" min={toLocal(one.implausibleTime ? undefined : one.startedAt)} value={stoppedAt} onInput={(event) => setEnd(event.currentTarget.value)} />
        </label>
        <label>
          Meter at the end, Wh
          <input type="number" step="1" min={one.meterStart} value={meterStop} onInput={(event) => setMeter(event.currentTarget.value)} />
        </label>
        <label>
          Reason
          <select value={reason} onChange={(event) => choose(event.currentTarget.value as Reason)}>
            {REASONS.map((each) => (
              <option key={each} value={each}>
                {words(each)}
              </option>
            ))}
          </select>
        </label>
        <Note value={note} change={write} />
        {change.problem && <Failure problem={change.problem} />}
        <footer>
          <button type="button" onClick={close}>
            Leave it
          </button>
          <button class="danger" disabled={change.busy}>
            {change.busy ? "Closing…" : "Close it"}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
