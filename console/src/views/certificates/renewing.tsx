// A certificate gets a successor, or opens no door any more; both ask first.
import { useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import type { ClientCertificate } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure } from "../../parts/said.tsx";
import { Outcome } from "../charge_point/command_form.tsx";
import { useCommand } from "../charge_point/sending.ts";

const A_DAY = 86_400_000; // milliseconds
const RENEWAL = { requestedMessage: "SignChargePointCertificate" };

export function Renew({ id, close }: { id: string; close: () => void }) {
  const sending = useCommand(id);
  const renew = (force = false) => sending.send("ExtendedTriggerMessage", RENEWAL, force);
  const [later, wait] = useState<"asked" | ApiProblem>();
  const ask = async () => {
    const query = { queueUntil: new Date(Date.now() + A_DAY).toISOString() };
    try {
      await send("POST", "/charge-points/{chargePointId}/client-certificates/renew", { params: { chargePointId: id }, query });
      wait("asked");
    } catch (error) {
      wait(asProblem(error));
    }
  };
  const absent = sending.command?.status === "NotConnected";
  const asked = sending.command?.response?.["status"] === "Accepted";
  return (
    <Dialog title={`Renew the certificate of ${id}`} close={close}>
      <p>
        {id} is asked to make a new key and to send a request for its certificate. The CSMS signs that and hands it out; the certificate
        that it has now goes on to work until its end.
      </p>
      <Outcome sending={sending} />
      {later === "asked" && <p role="status">It is asked as soon as it is connected, within a day from now.</p>}
      {later && later !== "asked" && <Failure problem={later} />}
      {asked && <p>Its request comes next. The new certificate is in this list once it is signed.</p>}
      <footer>
        <button onClick={close}>{asked || later === "asked" ? "Close" : "Leave it"}</button>
        {absent && later !== "asked" && <button onClick={() => void ask()}>Ask it when it is back</button>}
        {sending.problem?.status === 409 && (
          <button class="danger" onClick={() => renew(true)}>
            Ask it all the same
          </button>
        )}
        {!asked && (
          <button class="primary" disabled={sending.busy} onClick={() => renew()}>
            {sending.busy ? "Waiting for its answer…" : "Ask it to renew"}
          </button>
        )}
      </footer>
    </Dialog>
  );
}

export function Revoke({ certificate, close }: { certificate: ClientCertificate; close: () => void }) {
  const [reason, say] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const id = certificate.chargePointId;
  const revoke = async () => {
    setBusy(true);
    setProblem(undefined);
    const path = "/charge-points/{chargePointId}/client-certificates/{sha256}/revoke";
    const params = { chargePointId: id, sha256: certificate.sha256 };
    try {
      await send("POST", path, { params }, reason ? { reason } : {});
      close();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Revoke the certificate of ${id}`} close={close}>
      <p>
        It opens no connection from now on, and the connection of {id} is closed. At security profile 3 it cannot come back before it has
        another certificate. This cannot be undone.
      </p>
      <label>
        Why
        <input value={reason} maxLength={200} onInput={(event) => say(event.currentTarget.value)} />
        <small>Kept beside the certificate, for whoever asks later.</small>
      </label>
      {problem && <Failure problem={problem} />}
      <footer>
        <button onClick={close}>Leave it</button>
        <button class="danger" disabled={busy} onClick={() => void revoke()}>
          Revoke it
        </button>
      </footer>
    </Dialog>
  );
}
