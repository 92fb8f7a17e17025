// A connector: its state, what charges there now or did last, and what one can do about it.
import { useState } from "preact/hooks";
import type { Connector, Transaction } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Confirm, Dialog } from "../../parts/dialog.tsx";
import { Link } from "../../parts/link.tsx";
import { StatusBadge, toneOf } from "../../parts/status.tsx";
import { Ago, At, duration, useNow } from "../../parts/time.tsx";
import { energy, words } from "../../parts/units.ts";
import { statusOf } from "../fleet/standing.ts";
import { CommandForm, Outcome } from "./command_form.tsx";
import { useLastOf } from "./last_of.ts";
import { useCommand } from "./sending.ts";
import { SessionCurve } from "./session_curve.tsx";

interface Given {
  id: string;
  connected: boolean;
  connector: Connector;
  /** The newest first. */
  transactions: Transaction[];
  /** Whether the charge point may have had others before these. */
  more: boolean;
}

export function ConnectorCard({ id, connected, connector, transactions, more }: Given) {
  const mayCommand = useMay("operator");
  const sending = useCommand(id);
  const [starting, start] = useState(false);
  const [stopping, stop] = useState(false);
  const running = transactions.find((one) => one.status === "running");
  const before = useLastOf(id, connector.connectorId, more && !transactions.length);
  const last = running ?? transactions[0] ?? before;
  const fault = connector.errorCode && connector.errorCode !== "NoError";
  return (
    <section class={`panel card ${connected ? toneOf(connector.status) : "off"}`} aria-label={`Connector ${connector.connectorId}`}>
      <h2>
        Connector {connector.connectorId} <StatusBadge status={statusOf(connector)} />
      </h2>
      {fault && (
        <p class="fault">
          {words(connector.errorCode ?? "")}
          {connector.vendorErrorCode ? `, ${connector.vendorErrorCode}` : ""} {connector.info}
        </p>
      )}
      {!connected && <p class="faint">As it was last heard; the charge point is offline.</p>}
      {running ? <Running one={running} /> : last ? <Last one={last} /> : <p class="faint">Nobody has charged here {more ? "of late" : "yet"}.</p>}
      {last && <SessionCurve transaction={last} />}
      {(last || more) && (
        <p class="links">
          {last && <Link to={["transactions", id, String(last.transactionId)]}>Transaction {last.transactionId}</Link>}
          <Link to={["transactions"]} query={new URLSearchParams({ chargePoint: id, connector: String(connector.connectorId) }).toString()}>
            All of this connector
          </Link>
        </p>
      )}
      {mayCommand && (
        <div class="actions">
          {running ? (
            <button disabled={sending.busy} onClick={() => stop(true)}>
              Stop charging…
            </button>
          ) : (
            <button disabled={!connected} onClick={() => start(true)}>
              Start charging…
            </button>
          )}
          <button
            class="small"
            disabled={!connected || sending.busy}
            onClick={() => sending.send("UnlockConnector", { connectorId: connector.connectorId })}
          >
            Unlock
          </button>
        </div>
      )}
      <Outcome sending={sending} />
      {starting && (
        <Dialog title={`Start charging at connector ${connector.connectorId}`} close={() => start(false)}>
          <CommandForm id={id} action="RemoteStartTransaction" begin={{ connectorId: connector.connectorId, idTag: "" }} />
        </Dialog>
      )}
      {stopping && running && (
        <Confirm
          title="Stop charging"
          told={`The transaction of ${running.idTag} at connector ${connector.connectorId} ends.`}
          does="Stop it"
          doIt={() => sending.send("RemoteStopTransaction", { transactionId: running.transactionId })}
          close={() => stop(false)}
        />
      )}
    </section>
  );
}

function Running({ one }: { one: Transaction }) {
  const now = useNow();
  return (
    <div class="figures">
      <span>
        <b>{energy(one.energy)}</b> charged
      </span>
      <span>
        <b>{duration(now - Date.parse(one.startedAt))}</b> so far
      </span>
      <span>
        <b class="tag">{one.idTag}</b> id tag
      </span>
    </div>
  );
}

function Last({ one }: { one: Transaction }) {
  return (
    <p class="faint">
      Last transaction: {one.idTag}, {energy(one.energy)}, ended <Ago at={one.stoppedAt} />
      {one.stopReason ? ` (${words(one.stopReason)})` : ""}. It began <At at={one.startedAt} />.
    </p>
  );
}
