// Updating the firmware of one charge point.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure } from "../../parts/said.tsx";
import { fromLocal } from "../../parts/time.tsx";
import { NO_SOURCE, saidOf, SourceFields } from "../firmware_images/source.tsx";

const WAITS = 24 * 3600_000; // milliseconds for its connection

interface Given {
  id: string;
  connected: boolean;
  close: () => void;
}

export function UpdateForm({ id, connected, close }: Given) {
  const [source, choose] = useState(NO_SOURCE);
  const [at, setAt] = useState("");
  const [repeats, repeat] = useState(0);
  const [waits, wait] = useState(!connected);
  const change = useChange();
  const update = async (force: boolean) => {
    const retrieveDate = fromLocal(at) ?? new Date().toISOString();
    const queueUntil = waits ? new Date(Date.now() + WAITS).toISOString() : undefined;
    const body = { ...saidOf(source), retrieveDate, ...(repeats ? { repeats } : {}) };
    const asked = { params: { chargePointId: id }, query: { queueUntil, ...(force ? { force } : {}) } };
    if (await change.make("POST", "/charge-points/{chargePointId}/firmware-updates", asked, body)) close();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void update(false);
  };
  return (
    <Dialog title={`Update the firmware of ${id}`} close={close}>
      <form onSubmit={submit}>
        <SourceFields source={source} change={choose} />
        <div class="three">
          <label>
            Fetched from
            <input type="datetime-local" value={at} onInput={(event) => setAt(event.currentTarget.value)} />
            <small>Empty: at once.</small>
          </label>
          <label>
            Asked again
            <input type="number" required min={0} max={10} value={repeats} onInput={(event) => repeat(event.currentTarget.valueAsNumber || 0)} />
            <small>If it fails or times out.</small>
          </label>
        </div>
        <label class="choice">
          <input type="checkbox" checked={waits} onChange={(event) => wait(event.currentTarget.checked)} /> Wait up to a day for its connection
          {!connected && <small>It is offline now.</small>}
        </label>
        <p class="faint">It restarts when the firmware is installed; most wait until nobody charges.</p>
        {change.problem && <Failure problem={change.problem} />}
        <footer>
          <button type="button" onClick={close}>
            Leave it
          </button>
          {change.problem?.status === 409 && (
            <button type="button" class="danger" onClick={() => void update(true)}>
              Ask it all the same
            </button>
          )}
          <button class="primary" disabled={change.busy}>
            {change.busy ? "Asking it…" : "Update it"}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
