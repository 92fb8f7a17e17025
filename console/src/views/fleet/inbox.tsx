// Charge points at the door: unknown ones that tried to connect, and those that wait.
import { useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem, SLOW, useLive } from "../../api/live.ts";
import type { Schemas, Stranger } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure } from "../../parts/said.tsx";
import { Ago } from "../../parts/time.tsx";
import { Credentials } from "./adding.tsx";
import { ProfileChoice } from "./profile.tsx";

export function Inbox({ waiting, changed }: { waiting: number; changed: () => void }) {
  const inbox = useLive(waiting ? "/inbox" : null, { query: { limit: 50 } }, SLOW / 2);
  const [chosen, choose] = useState<Stranger>();
  const mayAccept = useMay("operator");
  const items = inbox.data?.items ?? [];
  const done = () => {
    choose(undefined);
    inbox.again();
    changed();
  };
  return (
    <>
      {items.length > 0 && (
        <section class="panel" aria-label="Inbox">
          <h2>
            Inbox <span class="faint">charge points that nobody has accepted</span>
          </h2>
          <ul class="lines">
            {items.slice(0, 5).map((one) => (
              <li key={one.identity}>
                <strong>{one.identity}</strong>
                <span class="grow">
                  {[one.vendor, one.model].filter(Boolean).join(" ")} {one.reason} <span class="faint">from {one.sourceIp}</span>
                </span>
                <span class="faint">
                  {one.attempts > 1 ? `${one.attempts} times, ` : ""}
                  <Ago at={one.lastAt} />
                </span>
                {mayAccept && (
                  <button class="small" onClick={() => choose(one)}>
                    Accept…
                  </button>
                )}
              </li>
            ))}
          </ul>
          {items.length > 5 && <p class="faint">and {items.length - 5} more</p>}
        </section>
      )}
      {chosen && <Accept stranger={chosen} close={done} />}
    </>
  );
}

function Accept({ stranger, close }: { stranger: Stranger; close: () => void }) {
  const [profile, setProfile] = useState(stranger.securityProfile ?? 2);
  const [problem, setProblem] = useState<ApiProblem>();
  const [accepted, set] = useState<Schemas["Accepted"]>();
  const accept = async () => {
    try {
      const body = { securityProfile: profile };
      set((await send("POST", "/inbox/{identity}/accept", { params: { identity: stranger.identity } }, body)) as Schemas["Accepted"]);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <Dialog title={`Accept ${stranger.identity}`} close={close}>
      {accepted ? (
        <>
          <p>It is a charge point of this fleet now.</p>
          <Credentials id={stranger.identity} password={accepted.password} profile={accepted.chargePoint.securityProfile} />
        </>
      ) : (
        <>
          <ProfileChoice value={profile} change={setProfile} />
          {problem && <Failure problem={problem} />}
          <footer>
            <button onClick={close}>Leave it</button>
            <button class="primary" onClick={() => void accept()}>
              Accept
            </button>
          </footer>
        </>
      )}
    </Dialog>
  );
}
