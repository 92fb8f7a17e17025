// The certificates that were issued for it.
import { useState } from "preact/hooks";
import { useChange } from "../../../api/change.ts";
import { useLive } from "../../../api/live.ts";
import type { Item } from "../../../api/types.ts";
import { useMay } from "../../../auth/roles.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { download } from "../../../parts/download.ts";
import { Failure, Loading } from "../../../parts/said.tsx";
import { Badge } from "../../../parts/status.tsx";
import { Ago } from "../../../parts/time.tsx";
import { words } from "../../../parts/units.ts";
import { Outcome } from "../command_form.tsx";
import { useOrder } from "../sending.ts";
import { Ends } from "./ends.tsx";
import { Issue } from "./issuing.tsx";

type Certificate = Item<"/charge-points/{chargePointId}/client-certificates">;

const PATH = "/charge-points/{chargePointId}/client-certificates";

export function Own({ id, connected }: { id: string; connected: boolean }) {
  const params = { chargePointId: id };
  const live = useLive(PATH, { params, query: { limit: 50 } });
  const renewing = useOrder();
  const [revoking, revoke] = useState<Certificate>();
  const [issuing, issue] = useState(false);
  const mayChange = useMay("operator");
  const mayIssue = useMay("admin");
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  const items = [...live.data.items].sort((a, b) => b.issuedAt.localeCompare(a.issuedAt));
  return (
    <section class="panel" aria-label="Its own certificates">
      <h2>
        Its own certificates <span class="faint">that it connects with at security profile 3</span>
        {mayIssue && (
          <button class="small" onClick={() => issue(true)}>
            Issue one for an installer…
          </button>
        )}
        {mayChange && (
          <button class="small" disabled={!connected || renewing.busy} onClick={() => void renewing.order("POST", `${PATH}/renew`, { params })}>
            {renewing.busy ? "Asking…" : "Have it renew"}
          </button>
        )}
      </h2>
      <Outcome sending={{ ...renewing, command: renewing.result }} />
      {!items.length && <p class="faint">None was issued for it.</p>}
      <ul class="lines">
        {items.map((one) => (
          <li key={one.sha256}>
            <span class="grow">
              <strong>{one.subject}</strong>{" "}
              <small>
                issued <Ago at={one.issuedAt} />
                {one.handedOut && `, ${words(one.handedOut).toLowerCase()}`}
                {one.revokedBecause && `, revoked: ${one.revokedBecause}`}
              </small>
            </span>
            {one.status === "valid" ? <Ends at={one.notAfter} /> : <Badge tone={one.status === "notYetValid" ? "wait" : "bad"}>{words(one.status)}</Badge>}
            {one.pem && (
              <button class="small" onClick={() => download(`${one.sha256.slice(0, 12)}.pem`, "application/x-pem-file", one.pem ?? "")} aria-label={`Save ${one.subject}`}>
                Save
              </button>
            )}
            {mayChange && one.status !== "revoked" && (
              <button class="small" onClick={() => revoke(one)} aria-label={`Revoke ${one.subject}`}>
                Revoke…
              </button>
            )}
          </li>
        ))}
      </ul>
      {issuing && <Issue id={id} changed={live.again} close={() => issue(false)} />}
      {revoking && <Revoke id={id} one={revoking} changed={live.again} close={() => revoke(undefined)} />}
    </section>
  );
}

function Revoke({ id, one, changed, close }: { id: string; one: Certificate; changed: () => void; close: () => void }) {
  const [reason, setReason] = useState("");
  const changing = useChange();
  const submit = async (event: Event) => {
    event.preventDefault();
    const params = { chargePointId: id, sha256: one.sha256 };
    if (!(await changing.make("POST", `${PATH}/{sha256}/revoke`, { params }, reason ? { reason } : {}))) return;
    changed();
    close();
  };
  return (
    <Dialog title={`Revoke ${one.subject}`} close={close}>
      <form onSubmit={(event) => void submit(event)}>
        <p>It opens no connection from now on, and one that is open by it is closed. Nothing takes that back: the charge point needs another certificate.</p>
        <label>
          Why
          <input maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
        {changing.problem && <Failure problem={changing.problem} />}
        <footer>
          <button type="button" onClick={close}>
            Leave it
          </button>
          <button class="danger" disabled={changing.busy}>
            Revoke it
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
