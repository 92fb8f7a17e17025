// One orphan stop: what it may have meant, and what an operator decides.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import { LIVE, useLive } from "../../api/live.ts";
import type { Orphan } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Link } from "../../parts/link.tsx";
import { Failure, Loading } from "../../parts/said.tsx";
import { At } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { Note } from "./note.tsx";
import { said } from "./orphans.tsx";

const ONE = "/charge-points/{chargePointId}/orphans/{digest}";
const CONFLICT = 409;

interface Given {
  orphan: Orphan;
  changed: () => void;
  close: () => void;
}

export function OrphanDialog({ orphan, changed, close }: Given) {
  const params = { chargePointId: orphan.chargePointId, digest: orphan.digest };
  const live = useLive(ONE, { params }, 2 * LIVE);
  const may = useMay("operator");
  const one = live.data ?? orphan;
  const candidates = one.candidates ?? [];
  return (
    <Dialog title={`Orphan stop of ${one.chargePointId}`} close={close}>
      <p>
        {said(one)}, <At at={one.stoppedAt} />, {words(one.reason).toLowerCase()}
        {one.idTag ? `, id tag ${one.idTag}` : ""}; received <At at={one.receivedAt} />. It ends nothing: {one.why}.
      </p>
      {one.asSent && <pre>{JSON.stringify(one.asSent, null, 2)}</pre>}
      {one.judgement && (
        <p>
          {one.assignedTo === undefined ? (
            "Dismissed"
          ) : (
            <>
              Ended transaction <Link to={["transactions", one.chargePointId, String(one.assignedTo)]}>{one.assignedTo}</Link>
            </>
          )}
          , says {one.judgement.name ?? one.judgement.by}, <At at={one.judgement.at} />: <q>{one.judgement.note}</q>
        </p>
      )}
      {live.problem && !live.data ? <Failure problem={live.problem} /> : !live.data && <Loading />}
      {live.data && may && one.status !== "assigned" && (
        <Settle one={one} candidates={candidates} changed={changed} close={close} />
      )}
    </Dialog>
  );
}

type Candidates = NonNullable<Orphan["candidates"]>;

function Settle({ one, candidates, changed, close }: Omit<Given, "orphan"> & { one: Orphan; candidates: Candidates }) {
  const [chosen, choose] = useState<string>(candidates.length === 1 ? String(candidates[0]?.transactionId) : "");
  const [note, write] = useState("");
  const change = useChange();
  const params = { chargePointId: one.chargePointId, digest: one.digest };
  const settle = async (how: "assign" | "dismiss", force = false) => {
    const body = how === "dismiss" ? { note } : { note, transactionId: Number(chosen), ...(force ? { force } : {}) };
    if (!(await change.make("POST", `${ONE}/${how}`, { params }, body))) return;
    changed();
    close();
  };
  const another = chosen !== "" && !candidates.some((each) => String(each.transactionId) === chosen);
  const early = change.problem?.status === CONFLICT && change.problem.message.includes("force");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const by = (event.submitter as HTMLButtonElement | null)?.value;
        void settle(by === "dismiss" ? "dismiss" : "assign", by === "force");
      }}
    >
      <fieldset>
        <legend>{candidates.length ? "What it may have meant: what runs, and began before it" : "Nothing runs that it may have meant"}</legend>
        {candidates.map((each) => (
          <label key={each.transactionId} class="choice">
            <input
              type="radio"
              name="transaction"
              checked={chosen === String(each.transactionId)}
              onChange={() => choose(String(each.transactionId))}
            />
            <span>
              {each.transactionId}, connector {each.connectorId}, {each.idTag}
              <small>
                {" "}
                began <At at={each.startedAt} />
                {each.meterStart === undefined ? "" : ` at ${each.meterStart.toLocaleString()} Wh`}
              </small>
            </span>
          </label>
        ))}
        <label>
          Another transaction of this charge point
          <input inputMode="numeric" pattern="[0-9]{1,10}" value={another ? chosen : ""} onInput={(event) => choose(event.currentTarget.value)} />
          <small>Its number: one that runs, or that an operator has closed.</small>
        </label>
      </fieldset>
      <Note value={note} change={write} />
      {change.problem && <Failure problem={change.problem} />}
      <footer>
        {one.status === "open" && (
          <button class="danger" value="dismiss" disabled={change.busy}>
            Dismiss it: it ends nothing
          </button>
        )}
        {early && (
          <button class="danger" value="force" disabled={change.busy}>
            End it all the same
          </button>
        )}
        <button class="primary" value="assign" disabled={change.busy || !chosen}>
          {chosen ? `End ${chosen} by it` : "Choose what it ends"}
        </button>
      </footer>
    </form>
  );
}
