// The certificates that were issued for it, and what it asked for.
import { useState } from "preact/hooks";
import { useChange } from "../../../api/change.ts";
import { SLOW, useLive } from "../../../api/live.ts";
import type { Item } from "../../../api/types.ts";
import { useMay } from "../../../auth/roles.ts";
import { Confirm, Dialog } from "../../../parts/dialog.tsx";
import { download } from "../../../parts/download.ts";
import { Failure, Loading } from "../../../parts/said.tsx";
import { Badge } from "../../../parts/status.tsx";
import type { Tone } from "../../../parts/status.tsx";
import { Ago } from "../../../parts/time.tsx";
import { words } from "../../../parts/units.ts";
import { Outcome } from "../command_form.tsx";
import { useOrder } from "../sending.ts";
import { Ends } from "./ends.tsx";

type Certificate = Item<"/charge-points/{chargePointId}/client-certificates">;
type Asked = Item<"/charge-points/{chargePointId}/certificate-requests">;

const PATH = "/charge-points/{chargePointId}/client-certificates";
const REQUESTS = "/charge-points/{chargePointId}/certificate-requests";
const TONES: Record<Asked["state"], Tone> = {
  waiting: "wait",
  issued: "wait",
  sent: "wait",
  accepted: "good",
  rejected: "bad",
  failed: "bad",
  superseded: "off",
};

export function Own({ id, connected }: { id: string; connected: boolean }) {
  const params = { chargePointId: id };
  const live = useLive(PATH, { params, query: { limit: 50 } });
  const renewing = useOrder();
  const [revoking, revoke] = useState<Certificate>();
  const mayChange = useMay("operator");
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  const items = [...live.data.items].sort((a, b) => b.issuedAt.localeCompare(a.issuedAt));
  return (
    <section class="panel" aria-label="Its own certificates">
      <h2>
        Its own certificates <span class="faint">that it connects with at security profile 3</span>
        {mayChange && (
          <button disabled={!connected || renewing.busy} onClick={() => void renewing.order("POST", `${PATH}/renew`, { params })}>
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

export function Requests({ id }: { id: string }) {
  const live = useLive(REQUESTS, { params: { chargePointId: id }, query: { limit: 20 } }, SLOW / 2);
  const changing = useChange();
  const [chosen, choose] = useState<Asked>();
  const mayApprove = useMay("admin");
  const items = live.data?.items ?? [];
  if (!items.length) return null;
  const approve = async (one: Asked) => {
    const params = { chargePointId: id, requestId: one.requestId };
    await changing.make("POST", `${REQUESTS}/{requestId}/approve`, { params });
    live.again();
  };
  return (
    <section class="panel" aria-label="Certificate requests">
      <h2>What it asked for</h2>
      {changing.problem && <Failure problem={changing.problem} />}
      <ul class="lines">
        {items.map((one) => (
          <li key={one.requestId}>
            <Badge tone={TONES[one.state]}>{words(one.state)}</Badge>
            <span class="grow">{one.reason ?? (one.approvedBy ? `approved by ${one.approvedBy}` : "")}</span>
            <span class="faint">
              <Ago at={one.receivedAt} />
            </span>
            {mayApprove && one.state === "failed" && (
              <button class="small" disabled={changing.busy} onClick={() => choose(one)}>
                Issue it all the same…
              </button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <Confirm
          title="Issue the certificate all the same"
          told={`It was not issued because ${chosen.reason ?? "it failed"}. Whoever holds its key can connect by the certificate from now on.`}
          does="Issue it"
          doIt={() => void approve(chosen)}
          close={() => choose(undefined)}
        />
      )}
    </section>
  );
}
