// What to ask of a charge point, and what was asked and came of it.
import { useChange } from "../../api/change.ts";
import { useLive } from "../../api/live.ts";
import { useMay } from "../../auth/roles.ts";
import { Empty, Failure, Loading } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { filter, useAddress } from "../../router.ts";
import { explained, statusOf, tone } from "./answers.ts";
import { CommandForm, useSchemas } from "./command_form.tsx";
import type { PartGiven } from "./view.tsx";

export function Commands({ id }: PartGiven) {
  const mayCommand = useMay("operator");
  return (
    <div class={mayCommand ? "beside" : ""}>
      {mayCommand && <Sender id={id} />}
      <History id={id} />
    </div>
  );
}

function Sender({ id }: { id: string }) {
  const schemas = useSchemas();
  const { query } = useAddress();
  const action = query.get("action") ?? "TriggerMessage";
  return (
    <section class="panel" aria-label="Send a command">
      <h2>Send a command</h2>
      <div class="labelled">
        <label for="command">Command</label>
        <select id="command" value={action} onChange={(event) => filter({ action: event.currentTarget.value })}>
          {Object.keys(schemas?.examples ?? { [action]: null }).sort().map((each) => (
            <option key={each} value={each}>
              {words(each)}
            </option>
          ))}
        </select>
      </div>
      <CommandForm key={action} id={id} action={action} />
    </section>
  );
}

function History({ id }: { id: string }) {
  const asked = { params: { chargePointId: id }, query: { limit: 50 } };
  const commands = useLive("/charge-points/{chargePointId}/commands", asked);
  const items = commands.data?.items ?? [];
  const cancelling = useChange();
  const mayCancel = useMay("operator");
  const cancel = async (commandId: string) => {
    await cancelling.make("DELETE", "/charge-points/{chargePointId}/commands/{commandId}", { params: { chargePointId: id, commandId } });
    commands.again();
  };
  return (
    <section class="panel" aria-label="History of commands">
      <h2>History</h2>
      {commands.problem && <Failure problem={commands.problem} />}
      {cancelling.problem && <Failure problem={cancelling.problem} />}
      {!commands.data && !commands.problem && <Loading />}
      {commands.data && !items.length && <Empty title="Nothing has been asked of it yet." />}
      <ul class="history">
        {items.map((one) => (
          <li key={one.commandId}>
            <details>
              <summary>
                <strong>{words(one.action)}</strong>
                <Badge tone={tone(one)}>{words(statusOf(one))}</Badge>
                <span class="grow faint">{one.createdBy}</span>
                <span class="faint">
                  <Ago at={one.createdAt} />
                </span>
              </summary>
              {explained(one) && <p>{explained(one)}</p>}
              <pre>{JSON.stringify(one.payload, null, 2)}</pre>
              {one.response && <pre>{JSON.stringify(one.response, null, 2)}</pre>}
              {one.lateAnswer && (
                <>
                  <p>It answered too late:</p>
                  <pre>{JSON.stringify(one.lateAnswer, null, 2)}</pre>
                </>
              )}
              {mayCancel && one.status === "Queued" && (
                <button class="small" disabled={cancelling.busy} onClick={() => void cancel(one.commandId)}>
                  Take it back
                </button>
              )}
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
