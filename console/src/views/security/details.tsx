// One event, what it means, and what helps; of one that was refused, how it stands with it now.
import { useLive } from "../../api/live.ts";
import type { SecurityEvent } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Link } from "../../parts/link.tsx";
import { Badge } from "../../parts/status.tsx";
import { At } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { filter } from "../../router.ts";
import { triesOf } from "./columns.tsx";
import { MEANINGS } from "./meanings.ts";

export function EventDetails({ event, close }: { event: SecurityEvent; close: () => void }) {
  const meaning = MEANINGS[event.type];
  const only = () => {
    filter({ type: event.type });
    close();
  };
  return (
    <Dialog title={words(event.type)} close={close}>
      {event.critical && (
        <p>
          <Badge tone="bad">Critical</Badge>
        </p>
      )}
      <p>{meaning?.told ?? "The manufacturer has a name of its own for this event: its manual says what it means."}</p>
      {meaning?.helps && (
        <p>
          <strong>What helps:</strong> {meaning.helps}
        </p>
      )}
      <Facts
        facts={{
          "Charge point": event.chargePointId && <Link to={["charge-points", event.chargePointId]}>{event.chargePointId}</Link>,
          "Seen by": event.source === "csms" ? "the CSMS" : "the charge point itself",
          "By its clock": <At at={event.at} />,
          Received: <At at={event.receivedAt} />,
          Reason: event.reason,
          "Technical information": event.techInfo,
          Address: event.sourceIp,
          "Tries in that minute": triesOf(event),
        }}
      />
      {event.source === "csms" && event.chargePointId && <Connectivity id={event.chargePointId} />}
      <footer>
        <button onClick={only}>Show only these events</button>
      </footer>
    </Dialog>
  );
}

/** Why it does not connect, as things stand now. */
function Connectivity({ id }: { id: string }) {
  const found = useLive("/charge-points/{chargePointId}/connectivity", { params: { chargePointId: id } });
  if (!found.data) return null;
  const { state, reason, remedies } = found.data;
  return (
    <section class="said" aria-label={`How it stands with ${id} now`}>
      <strong>
        How it stands now: {words(state).toLowerCase()}, {reason}
      </strong>
      {remedies.length > 0 && (
        <ul>
          {remedies.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
