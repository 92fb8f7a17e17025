// Keeping a connector for somebody, by ReserveNow.
import { useState } from "preact/hooks";
import { SLOW, useLive } from "../../api/live.ts";
import type { Command } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Pick } from "../../parts/pick.tsx";
import { exactly, fromLocal, toLocal, zoneMark } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { useCommand } from "../charge_point/sending.ts";
import { beginning } from "../id_tags/fields.tsx";
import { Answered, wasAccepted } from "./answered.tsx";
import { chargePoints, Connector, freeOne } from "./place.tsx";
import { isWaiting, useFollowed } from "./following.ts";
import { STATES } from "./states.tsx";
import type { State } from "./states.tsx";

const SPANS = [
  { minutes: 15, name: "For 15 minutes" },
  { minutes: 30, name: "For 30 minutes" },
  { minutes: 60, name: "For an hour" },
  { minutes: 240, name: "For four hours" },
];
const AT = 0; // a time that is chosen

interface Asked {
  /** Until it is chosen, one that is free. */
  connectorId: number | undefined;
  idTag: string;
  group: boolean;
  minutes: number;
  at: string;
}

interface Given {
  /** Chosen already, at its own page. */
  chargePointId?: string;
  idTag?: string;
  close: () => void;
}

export function Reserve({ chargePointId = "", idTag = "", close }: Given) {
  const [id, choose] = useState(chargePointId);
  const [asked, ask] = useState<Asked>({ connectorId: undefined, idTag, group: false, minutes: 30, at: toLocal(later(60)).slice(0, 16) });
  const sending = useCommand(id);
  const command = useFollowed(id, sending.command);
  const found = useLive(asked.idTag ? "/id-tags/{idTag}" : null, { params: { idTag: asked.idTag } }, SLOW);
  const place = useLive(id ? "/charge-points/{chargePointId}" : null, { params: { chargePointId: id } }, SLOW / 2);
  const tag = found.data;
  const connectorId = asked.connectorId ?? freeOne(place.data);
  const [missing, miss] = useState("");
  const elsewhere = (chosen: string) => {
    choose(chosen);
    ask({ ...asked, connectorId: undefined });
  };
  const waiting = sending.busy || isWaiting(command);
  const done = wasAccepted(command);
  const reserve = (force: boolean) => {
    const until = asked.minutes === AT ? (fromLocal(asked.at) ?? "") : later(asked.minutes);
    const group = asked.group && tag?.parentIdTag ? { parentIdTag: tag.parentIdTag } : {};
    sending.send("ReserveNow", { connectorId, idTag: asked.idTag, expiryDate: until, ...group }, force);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const lacks = !id ? "Name the charge point." : !asked.idTag ? "Name the id tag that it is for." : "";
    miss(lacks);
    if (!lacks) reserve(false);
  };
  return (
    <Dialog title={chargePointId ? `Reserve at ${chargePointId}` : "Reserve a connector"} close={close}>
      <form onSubmit={submit}>
        {!chargePointId && (
          <div class="labelled">
            <b>Charge point</b>
            <Pick label="Charge point" value={id} offer={chargePoints} change={elsewhere} />
          </div>
        )}
        <Connector place={place} chosen={connectorId} choose={(chosen) => ask({ ...asked, connectorId: chosen })} />
        <div class="labelled">
          <b>Id tag</b>
          <Pick label="Id tag" value={asked.idTag} offer={beginning} change={(typed) => ask({ ...asked, idTag: typed, group: false })} />
          {found.problem?.status === 404 && <small class="fault">There is no such id tag: it would be refused when it is shown.</small>}
          {tag && tag.status !== "Accepted" && <small class="fault">It may not charge: {words(tag.status)}.</small>}
        </div>
        {tag?.parentIdTag && (
          <label class="choice">
            <input type="checkbox" checked={asked.group} onChange={(event) => ask({ ...asked, group: event.currentTarget.checked })} />
            <span>Or anybody of its group {tag.parentIdTag}</span>
          </label>
        )}
        <label>
          Until when
          <select value={asked.minutes} onChange={(event) => ask({ ...asked, minutes: Number(event.currentTarget.value) })}>
            {SPANS.map((each) => (
              <option key={each.minutes} value={each.minutes}>
                {each.name}
              </option>
            ))}
            <option value={AT}>Until a time…</option>
          </select>
        </label>
        {asked.minutes === AT && (
          <label>
            Time{zoneMark()}
            <input required type="datetime-local" value={asked.at} onInput={(event) => ask({ ...asked, at: event.currentTarget.value })} />
          </label>
        )}
        {missing && (
          <p class="said bad" role="alert">
            {missing}
          </p>
        )}
        <Answered
          busy={sending.busy}
          problem={sending.problem}
          command={command}
          accepted={command ? kept(command, id) : ""}
          refused={(status) => STATES[status as State]?.told ?? "The charge point refused it."}
        />
        <footer>
          <button type="button" onClick={close}>
            {done ? "Close" : "Leave it"}
          </button>
          {sending.problem?.status === 409 && (
            <button type="button" class="danger" disabled={waiting} onClick={() => reserve(true)}>
              Reserve it all the same
            </button>
          )}
          {!done && (
            <button class="primary" disabled={waiting}>
              {waiting ? "Reserving…" : "Reserve"}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

/** As it was asked: the form may say something else by now. */
function kept({ payload }: Command, id: string): string {
  const asked = payload as { connectorId: number; idTag: string; expiryDate: string };
  const where = asked.connectorId ? `Connector ${asked.connectorId}` : "A connector";
  return `${where} of ${id} is kept for ${asked.idTag} until ${exactly(asked.expiryDate)}.`;
}

function later(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
