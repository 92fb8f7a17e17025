// Keeping a connector for somebody, by ReserveNow.
import { useState } from "preact/hooks";
import { get } from "../../api/client.ts";
import { SLOW, useLive } from "../../api/live.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Pick } from "../../parts/pick.tsx";
import { exactly, fromLocal, toLocal } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { useCommand } from "../charge_point/sending.ts";
import { connectorsOf } from "../fleet/standing.ts";
import { beginning } from "../id_tags/fields.tsx";
import { Answered, wasAccepted } from "./answered.tsx";
import { isWaiting, useFollowed } from "./following.ts";
import { STATES } from "./states.tsx";
import type { State } from "./states.tsx";

const OFFERS = 10;
const SPANS = [
  { minutes: 15, name: "For 15 minutes" },
  { minutes: 30, name: "For 30 minutes" },
  { minutes: 60, name: "For an hour" },
  { minutes: 240, name: "For four hours" },
];
const AT = 0; // a time that is chosen

interface Asked {
  connectorId: number;
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
  const [asked, ask] = useState<Asked>({ connectorId: 0, idTag, group: false, minutes: 30, at: toLocal(later(60)).slice(0, 16) });
  const sending = useCommand(id);
  const command = useFollowed(id, sending.command);
  const tag = useLive(asked.idTag ? "/id-tags/{idTag}" : null, { params: { idTag: asked.idTag } }, SLOW).data;
  const [expiryDate, promise] = useState("");
  const [missing, miss] = useState("");
  const waiting = sending.busy || isWaiting(command);
  const done = wasAccepted(command);
  const reserve = (force: boolean) => {
    const until = asked.minutes === AT ? (fromLocal(asked.at) ?? "") : later(asked.minutes);
    promise(until);
    const group = asked.group && tag?.parentIdTag ? { parentIdTag: tag.parentIdTag } : {};
    sending.send("ReserveNow", { connectorId: asked.connectorId, idTag: asked.idTag, expiryDate: until, ...group }, force);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const lacks = !id ? "Name the charge point." : !asked.idTag ? "Name the id tag that it is for." : "";
    miss(lacks);
    if (!lacks) reserve(false);
  };
  const where = asked.connectorId ? `Connector ${asked.connectorId}` : "A connector";
  return (
    <Dialog title={chargePointId ? `Reserve at ${chargePointId}` : "Reserve a connector"} close={close}>
      <form onSubmit={submit}>
        {!chargePointId && (
          <div class="labelled">
            <b>Charge point</b>
            <Pick label="Charge point" value={id} offer={chargePoints} change={choose} />
          </div>
        )}
        <Connector id={id} chosen={asked.connectorId} choose={(connectorId) => ask({ ...asked, connectorId })} />
        <div class="labelled">
          <b>Id tag</b>
          <Pick label="Id tag" value={asked.idTag} offer={beginning} change={(typed) => ask({ ...asked, idTag: typed, group: false })} />
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
            Time
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
          accepted={`${where} of ${id} is kept for ${asked.idTag} until ${expiryDate && exactly(expiryDate)}.`}
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

function Connector({ id, chosen, choose }: { id: string; chosen: number; choose: (connectorId: number) => void }) {
  const found = useLive(id ? "/charge-points/{chargePointId}" : null, { params: { chargePointId: id } }, SLOW / 2);
  return (
    <label>
      Connector
      <select value={chosen} onChange={(event) => choose(Number(event.currentTarget.value))}>
        <option value={0}>Any that is free</option>
        {(found.data ? connectorsOf(found.data) : []).map((each) => (
          <option key={each.connectorId} value={each.connectorId}>
            {each.connectorId}: {each.status ? words(each.status) : "not reported"}
          </option>
        ))}
      </select>
      {found.problem?.status === 404 && <small class="fault">There is no such charge point.</small>}
      {found.data && !found.data.connected && <small class="fault">It is offline at the moment, and cannot be asked.</small>}
    </label>
  );
}

function later(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}

export async function chargePoints(q: string): Promise<string[]> {
  const got = await get("/charge-points", { query: { q, limit: OFFERS } });
  return got?.body.items.map((one) => one.id) ?? [];
}
