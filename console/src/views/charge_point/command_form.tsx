// A command: a form out of its schema, and its answer.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ApiProblem } from "../../api/client.ts";
import type { Command } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { Fields } from "../../parts/form.tsx";
import { Failure, Loading } from "../../parts/said.tsx";
import { blank } from "../../parts/schema.ts";
import type { Json, Schemas } from "../../parts/schema.ts";
import { Badge } from "../../parts/status.tsx";
import { words } from "../../parts/units.ts";
import { explained, statusOf, tone } from "./answers.ts";
import { HELP, HURTS, PURPOSES } from "./help.ts";
import { useCommand } from "./sending.ts";

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

interface Given {
  id: string;
  action: string;
  begin?: Json;
  /** What it would do, under the form. */
  preview?: (payload: Json) => ComponentChildren;
}

export function CommandForm({ id, action, begin, preview }: Given) {
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
      {preview?.(payload)}
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

interface Shown {
  busy: boolean;
  problem: ApiProblem | undefined;
  command: Command | undefined;
  /** Offered where it was refused for making no sense. */
  force?: (() => void) | undefined;
}

export function Outcome({ sending: { command, problem, busy, force } }: { sending: Shown }) {
  if (problem) {
    return (
      <>
        <Failure problem={problem} />
        {force && (
          <button type="button" class="danger" onClick={force}>
            Send it all the same
          </button>
        )}
      </>
    );
  }
  if (!command) return busy ? <p role="status">Waiting for its answer…</p> : null;
  const told = explained(command);
  const more = Object.keys(command.response ?? {}).some((name) => name !== "status");
  return (
    <div class="outcome" role="status">
      <Badge tone={tone(command)}>{words(statusOf(command))}</Badge>
      {told && <span>{told}</span>}
      {more && <pre>{JSON.stringify(command.response, null, 2)}</pre>}
    </div>
  );
}
