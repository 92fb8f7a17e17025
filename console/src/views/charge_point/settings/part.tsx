// What is set for it here.
import { useState } from "preact/hooks";
import { useLive } from "../../../api/live.ts";
import { useMay } from "../../../auth/roles.ts";
import { Confirm } from "../../../parts/dialog.tsx";
import { Failure, Loading } from "../../../parts/said.tsx";
import { Credentials } from "../../fleet/adding.tsx";
import { Outcome } from "../command_form.tsx";
import { useCommand } from "../sending.ts";
import type { PartGiven } from "../view.tsx";
import { Access } from "./access.tsx";
import { useDraft } from "./draft.ts";
import { Ends } from "./ends.tsx";
import { Automatisms, Registration } from "./fields.tsx";

const PATH = "/charge-points/{chargePointId}";

export function Settings({ id }: PartGiven) {
  const live = useLive(PATH, { params: { chargePointId: id } });
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  return <Form id={id} chargePoint={live.data} etag={live.etag} changed={live.again} />;
}

function Form({ id, chargePoint, etag, changed }: PartGiven & { etag: string | null; changed: () => void }) {
  const draft = useDraft(chargePoint, etag);
  const [asking, ask] = useState(false);
  const [saved, setSaved] = useState<{ password: string | undefined }>();
  const locked = !useMay("operator");
  const given = { chargePoint, draft, locked };
  const save = async () => {
    const { password } = draft.change;
    if (!(await draft.save())) return;
    setSaved({ password: password || undefined });
    changed();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setSaved(undefined);
    if (draft.disconnects) ask(true);
    else void save();
  };
  return (
    <>
      <form class="settings" onSubmit={submit}>
        <section class="panel" aria-label="How it connects">
          <h2>How it connects</h2>
          <Access {...given} />
        </section>
        <section class="panel" aria-label="Registration">
          <h2>Registration</h2>
          <Registration {...given} />
          {!locked && <TellAgain chargePoint={chargePoint} />}
        </section>
        <section class="panel" aria-label="What the CSMS does on its own">
          <h2>What the CSMS does on its own</h2>
          <Automatisms {...given} />
        </section>
        {!locked && (
          <footer>
            {draft.saving.problem && <Failure problem={draft.saving.problem} />}
            {draft.saving.problem?.status === 412 && (
              <button type="button" onClick={draft.anew}>
                Go by how it stands now, and keep my changes
              </button>
            )}
            {draft.changed && (
              <button type="button" onClick={draft.drop}>
                Take it back
              </button>
            )}
            <button class="primary" disabled={!draft.changed || draft.saving.busy}>
              {draft.saving.busy ? "Saving…" : "Save"}
            </button>
          </footer>
        )}
        {saved && (
          <div role="status">
            <p>Saved.</p>
            {saved.password && <Credentials id={id} password={saved.password} profile={chargePoint.securityProfile} />}
          </div>
        )}
      </form>
      <Ends id={id} connected={chargePoint.connected} />
      {asking && (
        <Confirm
          title="Save, and close its connection"
          told={`${id} has to come again as is set now. If it does not know how, it stays away, and whoever charges there goes on unseen.`}
          does="Save it"
          doIt={() => void save()}
          close={() => ask(false)}
        />
      )}
    </>
  );
}

/** One that goes by a Pending that holds no more does so until it boots again. */
function TellAgain({ chargePoint: { id, connected, registration, registrationTold } }: { chargePoint: PartGiven["chargePoint"] }) {
  const sending = useCommand(id);
  if (!connected || registrationTold !== "Pending" || registration === "Pending") return null;
  return (
    <>
      <button type="button" disabled={sending.busy} onClick={() => sending.send("TriggerMessage", { requestedMessage: "BootNotification" })}>
        Let it boot again now
      </button>
      <Outcome sending={sending} />
    </>
  );
}
