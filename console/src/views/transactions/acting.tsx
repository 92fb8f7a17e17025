// What an operator can do to a transaction: stop it where it charges, close it, correct it.
import { useState } from "preact/hooks";
import type { Transaction } from "../../api/types.ts";
import { Confirm } from "../../parts/dialog.tsx";
import type { Sending } from "../charge_point/sending.ts";
import { Close } from "./closing.tsx";
import { Correct } from "./correcting.tsx";

export interface ActingGiven {
  one: Transaction;
  /** Its version, for If-Match. */
  etag: string | null;
  changed: () => void;
}

export function Acting({ one, etag, sending, changed }: ActingGiven & { sending: Sending }) {
  const [asking, ask] = useState<"stop" | "close" | "correct">();
  const leave = () => ask(undefined);
  return (
    <>
      {one.status === "running" ? (
        <>
          <button disabled={sending.busy} onClick={() => ask("stop")}>
            {sending.busy ? "Waiting for its answer…" : "Stop charging…"}
          </button>
          <button onClick={() => ask("close")}>Close without a stop…</button>
        </>
      ) : (
        <button onClick={() => ask("correct")}>Correct…</button>
      )}
      {asking === "stop" && (
        <Confirm
          title="Stop charging"
          told={`${one.chargePointId} is asked to end the transaction of ${one.idTag} at connector ${one.connectorId}.`}
          does="Stop it"
          doIt={() => sending.send("RemoteStopTransaction", { transactionId: one.transactionId })}
          close={leave}
        />
      )}
      {asking === "close" && <Close one={one} etag={etag} changed={changed} close={leave} />}
      {asking === "correct" && <Correct one={one} etag={etag} changed={changed} close={leave} />}
    </>
  );
}
