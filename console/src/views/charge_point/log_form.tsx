// Asking a charge point for its diagnostics, or a log of the security whitepaper.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import type { Command } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure } from "../../parts/said.tsx";
import { fromLocal } from "../../parts/time.tsx";
import { Outcome } from "./command_form.tsx";

const WAIT = 20; // seconds for the answer
const KINDS: Record<string, { name: string; told: string }> = {
  "": { name: "Diagnostics", told: "GetDiagnostics, which every charge point knows that can be updated." },
  DiagnosticsLog: { name: "Diagnostics log", told: "GetLog, of the security extension." },
  SecurityLog: { name: "Security log", told: "GetLog, of the security extension: what has to do with its security." },
};

interface Given {
  id: string;
  connected: boolean;
  close: () => void;
}

export function LogForm({ id, connected, close }: Given) {
  const [kind, choose] = useState("");
  const [oldest, setOldest] = useState("");
  const [latest, setLatest] = useState("");
  const [location, locate] = useState("");
  const [command, answered] = useState<Command>();
  const change = useChange();
  const ask = async (force: boolean) => {
    answered(undefined);
    const body = {
      ...(kind ? { logType: kind } : {}),
      ...(oldest ? { oldest: fromLocal(oldest) } : {}),
      ...(latest ? { latest: fromLocal(latest) } : {}),
      ...(location.trim() ? { location: location.trim() } : {}),
    };
    const asked = { params: { chargePointId: id }, query: { wait: WAIT, ...(force ? { force } : {}) } };
    const got = await change.make<Command>("POST", "/charge-points/{chargePointId}/logs", asked, body);
    if (got && begins(got)) close();
    else if (got) answered(got);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void ask(false);
  };
  const nothing = command?.status === "Answered" && command.action === "GetDiagnostics";
  return (
    <Dialog title={`Ask ${id} for a log`} close={close}>
      <form onSubmit={submit}>
        <label>
          Which
          <select value={kind} onChange={(event) => choose(event.currentTarget.value)}>
            {Object.entries(KINDS).map(([each, { name }]) => (
              <option key={each} value={each}>
                {name}
              </option>
            ))}
          </select>
          <small>{KINDS[kind]?.told}</small>
        </label>
        <div class="three">
          <label>
            From
            <input type="datetime-local" value={oldest} onInput={(event) => setOldest(event.currentTarget.value)} />
            <small>Empty: all that it has.</small>
          </label>
          <label>
            Until
            <input type="datetime-local" value={latest} onInput={(event) => setLatest(event.currentTarget.value)} />
          </label>
        </div>
        <label>
          Brought to
          <input placeholder="here" pattern="(https?|ftps?|sftp)://\S+" title="https://…, http://…, ftp://…, ftps://… or sftp://…" value={location} onInput={(event) => locate(event.currentTarget.value)} />
          <small>Empty: here, to be downloaded below. Else a server of yours, that it can reach.</small>
        </label>
        {!connected && <p class="stale">It is offline: it can be asked when it is back.</p>}
        {change.problem && <Failure problem={change.problem} />}
        {nothing ? <p role="status">It has nothing to bring for that time.</p> : <Outcome sending={{ busy: change.busy, command, problem: undefined }} />}
        <footer>
          <button type="button" onClick={close}>
            Leave it
          </button>
          {change.problem?.status === 409 && (
            <button type="button" class="danger" onClick={() => void ask(true)}>
              Ask it all the same
            </button>
          )}
          <button class="primary" disabled={change.busy}>
            {change.busy ? "Waiting for its answer…" : "Ask for it"}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Whether something will come; of diagnostics, only if the answer names a file (§5.9). */
function begins(command: Command): boolean {
  if (command.status === "Queued" || command.status === "Sent") return true;
  if (command.status !== "Answered") return false;
  const said = command.response ?? {};
  return command.action === "GetDiagnostics" ? Boolean(said["fileName"]) : /^Accepted/.test(String(said["status"]));
}
