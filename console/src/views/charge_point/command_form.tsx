// A command: a form out of its schema, and its answer.
import { useEffect, useRef, useState } from "preact/hooks";
import { useMay } from "../../auth/roles.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { blank, Fields } from "../../parts/form.tsx";
import type { Json, Schemas } from "../../parts/form.tsx";
import { Failure, Loading } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import { words } from "../../parts/units.ts";
import { HELP, HURTS, PURPOSES } from "./help.ts";
import { useCommand } from "./sending.ts";
import type { Sending } from "./sending.ts";

export interface CommandSchemas {
  examples: Record<string, Json>;
  schemas: Schemas;
}

/** They are fetched when the first form is shown. */
export function useSchemas(): CommandSchemas | undefined {
  const [schemas, set] = useState<CommandSchemas>();
  useEffect(() => {
    void import("../../../generated/commands.json").then((it) => set(it.default as unknown as CommandSchemas));
  }, []);
  return schemas;
}

export function CommandForm({ id, action, begin }: { id: string; action: string; begin?: Json }) {
  const schemas = useSchemas();
  const sending = useCommand(id);
  const [payload, change] = useState<Json | undefined>(begin);
  const [asking, ask] = useState(false);
  const may = useMay("operator");
  const own = { $ref: `#/components/schemas/ocpp.${action}` };
  useEffect(() => {
    if (schemas && payload === undefined) change(blank(own, schemas.schemas));
  }, [schemas]);
  const form = useRef<HTMLFormElement>(null);
  const ready = schemas !== undefined && payload !== undefined;
  useEffect(() => {
    const fields = form.current?.closest("dialog") ? [...(form.current.querySelectorAll("input") ?? [])] : [];
    fields.find((each) => !each.value)?.focus();
  }, [ready]);
  if (!schemas || payload === undefined) return <Loading />;
  const submit = (event: Event) => {
    event.preventDefault();
    if (HURTS[action]) ask(true);
    else sending.send(action, payload);
  };
  return (
    <form class="command" ref={form} onSubmit={submit}>
      {PURPOSES[action] && <p>{PURPOSES[action]}</p>}
      <Fields schema={own} schemas={schemas.schemas} value={payload} help={(field) => HELP[field]} change={change} />
      <footer>
        <button class="primary" disabled={sending.busy || !may}>
          {sending.busy ? "Waiting for its answer…" : `Send ${words(action)}`}
        </button>
        {sending.problem?.status === 409 && (
          <button type="button" class="danger" onClick={() => sending.send(action, payload, true)}>
            Send it all the same
          </button>
        )}
      </footer>
      <Outcome sending={sending} />
      {asking && (
        <Confirm
          title={words(action)}
          told={HURTS[action] ?? ""}
          does={`Send ${words(action)}`}
          doIt={() => sending.send(action, payload)}
          close={() => ask(false)}
        />
      )}
    </form>
  );
}

export function Outcome({ sending: { command, problem, busy } }: { sending: Sending }) {
  if (problem) return <Failure problem={problem} />;
  if (!command) return busy ? <p role="status">Waiting for its answer…</p> : null;
  const status = command.response?.["status"];
  const accepted = command.status === "Answered" && ["Accepted", "Unlocked", "RebootRequired", "Scheduled"].includes(String(status ?? "Accepted"));
  return (
    <div class="outcome" role="status">
      <Badge tone={accepted ? "good" : command.status === "Queued" || command.status === "Sent" ? "wait" : "bad"}>
        {words(String(status ?? command.status))}
      </Badge>
      {command.error && <span>{command.error.description || command.error.code}</span>}
      {command.response && Object.keys(command.response).length > (status ? 1 : 0) && (
        <pre>{JSON.stringify(command.response, null, 2)}</pre>
      )}
      {command.status === "NotConnected" && <span>The charge point is not connected; nothing was sent.</span>}
      {command.status === "Sent" && <span>It has not answered yet; the history says when it does.</span>}
    </div>
  );
}
