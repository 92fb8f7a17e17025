// Whether it is connected; if not, why, and what helps.
import { useLive } from "../../../api/live.ts";
import type { Schemas } from "../../../api/types.ts";
import { Link } from "../../../parts/link.tsx";
import { Failure, Loading } from "../../../parts/said.tsx";
import { Badge } from "../../../parts/status.tsx";
import type { Tone } from "../../../parts/status.tsx";
import { Ago } from "../../../parts/time.tsx";
import { words } from "../../../parts/units.ts";
import { Where } from "../../fleet/adding.tsx";

type Connectivity = Schemas["Connectivity"];
type Attempt = Connectivity["attempts"][number];

const STATES: Record<Connectivity["state"], { name: string; tone: Tone }> = {
  connected: { name: "Connected", tone: "good" },
  refused: { name: "Refused", tone: "bad" },
  gone: { name: "Gone", tone: "off" },
  unknown: { name: "Unknown", tone: "wait" },
  neverCame: { name: "Never came", tone: "wait" },
};
const MOST = 10;

export function ConnectivityPanel({ id }: { id: string }) {
  const live = useLive("/charge-points/{chargePointId}/connectivity", { params: { chargePointId: id } });
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  const { state, reason, remedies, attempts, ofItsAddress, throttled, isSet } = live.data;
  const { name, tone } = STATES[state];
  return (
    <section class="panel" aria-label="Connection">
      <h2>
        Connection <Badge tone={tone}>{name}</Badge>
      </h2>
      <p>{sentence(reason)}</p>
      {throttled && <p class="fault">It failed so often that it is not listened to for a minute.</p>}
      {remedies.length > 0 && (
        <>
          <h3>What helps</h3>
          <ol class="remedies">
            {remedies.map((each) => (
              <li key={each}>
                {sentence(each)}{" "}
                {each.includes("csms charge-points change") && <Link to={["charge-points", id, "settings"]}>Set it here</Link>}
                {each.includes("csms certificates") && <Link to={["charge-points", id, "certificates"]}>Its certificates</Link>}
                {each.includes("csms log") && <Link to={["charge-points", id, "messages"]}>Its messages</Link>}
              </li>
            ))}
          </ol>
        </>
      )}
      {state !== "connected" && isSet && <Where id={id} profile={isSet.securityProfile} />}
      <Attempts title="What was refused, the latest first" attempts={attempts} />
      <Attempts title="From its address, by somebody who did not say who" attempts={ofItsAddress ?? []} />
    </section>
  );
}

function Attempts({ title, attempts }: { title: string; attempts: Attempt[] }) {
  if (!attempts.length) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="lines">
        {attempts.slice(0, MOST).map((one) => (
          <li key={`${one.at} ${one.sourceIp} ${one.type}`}>
            <strong>{one.type ? words(one.type) : "Unknown identity"}</strong>
            <span class="grow">
              {one.reason} <span class="faint">{showed(one)}</span>
            </span>
            <span class="faint">
              {one.sourceIp}
              {one.tries > 1 ? `, ${one.tries} times` : ""}, <Ago at={one.at} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function showed({ presented }: Attempt): string {
  if (!presented) return "";
  const { tls, password, subprotocols, certificateSubject } = presented;
  const parts = [tls ? "with TLS" : "without TLS", password ? "with a password" : "without a password"];
  if (certificateSubject) parts.push(`with the certificate of ${certificateSubject}`);
  return `It came ${parts.join(", ")}, offering ${subprotocols || "no subprotocol"}.`;
}

function sentence(text: string): string {
  // a command of csms stays as it is typed
  return text.startsWith("csms ") ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
