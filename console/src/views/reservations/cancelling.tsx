// Letting a reservation go, by CancelReservation.
import type { Reservation } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { exactly } from "../../parts/time.tsx";
import { useCommand } from "../charge_point/sending.ts";
import { Answered, wasAccepted } from "./answered.tsx";
import { isWaiting, useFollowed } from "./following.ts";

export function Cancel({ one, close }: { one: Reservation; close: () => void }) {
  const sending = useCommand(one.chargePointId);
  const command = useFollowed(one.chargePointId, sending.command);
  const waiting = sending.busy || isWaiting(command);
  const done = wasAccepted(command);
  const cancel = (force: boolean) => sending.send("CancelReservation", { reservationId: one.reservationId }, force);
  return (
    <Dialog title={`Cancel the reservation of ${one.idTag}`} close={close}>
      {!command && !waiting && (
        <p>
          {one.connectorId ? `Connector ${one.connectorId}` : "A connector"} of {one.chargePointId} is kept until {exactly(one.expiryDate)}. Once it is let
          go, anybody may charge there; {one.idTag} is not told.
        </p>
      )}
      <Answered
        busy={sending.busy}
        problem={sending.problem}
        command={command}
        accepted="It is let go."
        refused={() => "The charge point does not know the reservation any more; it counts as lost."}
      />
      <footer>
        <button onClick={close}>{done ? "Close" : "Leave it"}</button>
        {!done && (
          <button class="danger" disabled={waiting} onClick={() => cancel(sending.problem?.status === 409)}>
            {waiting ? "Cancelling…" : sending.problem?.status === 409 ? "Cancel it all the same" : "Cancel it"}
          </button>
        )}
      </footer>
    </Dialog>
  );
}
