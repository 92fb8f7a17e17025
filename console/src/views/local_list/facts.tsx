// Which version of a list the charge point has, what it should have, and how much it can hold.
import type { ComponentChildren } from "preact";
import { useChange } from "../../api/change.ts";
import { SLOW, useLive } from "../../api/live.ts";
import type { ChargePoint, LocalList } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Fact } from "../../parts/facts.tsx";
import { howMany } from "../../parts/how_many.ts";
import { Failure } from "../../parts/said.tsx";
import { Ago } from "../../parts/time.tsx";
import { Outcome } from "../charge_point/command_form.tsx";
import { useCommand } from "../charge_point/sending.ts";

const HAS_NONE = -1;
const SHOWN = 12; // id tags that are named

interface Given {
  id: string;
  chargePoint: ChargePoint;
  list: LocalList;
  changed: () => void;
}

export function Facts({ id, chargePoint, list, changed }: Given) {
  const mayChange = useMay("operator");
  const asking = useCommand(id);
  const { busy, problem, make } = useChange();
  const keep = async (localListInStep: boolean) => {
    await make("PATCH", "/charge-points/{chargePointId}", { params: { chargePointId: id } }, { localListInStep });
    changed();
  };
  return (
    <section class="panel" aria-label="Version">
      <dl class="facts">
        <Fact name="Version that it accepted">
          {list.version ?? "none yet"}
          {list.acceptedAt && (
            <>
              , <Ago at={list.acceptedAt} />
            </>
          )}
        </Fact>
        <Fact name="Version that it reports">{said(list)}</Fact>
        <Limits id={id} />
      </dl>
      {contradicts(list) && (
        <p class="fault">It has another list than it had accepted: send a new one, then both agree.</p>
      )}
      {list.wanted && <WantedFacts wanted={list.wanted} />}
      {mayChange && (
        <div class="actions">
          <label class="choice">
            <input
              type="checkbox"
              disabled={busy}
              checked={chargePoint.localListInStep}
              onChange={(event) => void keep(event.currentTarget.checked)}
            />
            <span>
              Keep it in step <small>The CSMS sends a change by itself when one of these id tags is changed, blocked or deleted.</small>
            </span>
          </label>
          <button disabled={asking.busy || !chargePoint.connected} onClick={() => asking.send("GetLocalListVersion", {})}>
            {asking.busy ? "Asking…" : "Ask for its version"}
          </button>
        </div>
      )}
      {!mayChange && <p class="faint">{chargePoint.localListInStep ? "The CSMS keeps it in step." : "The CSMS does not keep it in step by itself."}</p>}
      {problem && <Failure problem={problem} />}
      {(asking.problem || (asking.command && asking.command.status !== "Answered")) && <Outcome sending={asking} />}
    </section>
  );
}

function said(list: LocalList): ComponentChildren {
  if (list.reportedVersion == null) return "as accepted; not asked since";
  const version = list.reportedVersion === HAS_NONE ? "that it has no list" : list.reportedVersion === 0 ? "0, an empty list" : list.reportedVersion;
  return (
    <>
      {version}, <Ago at={list.reportedAt ?? undefined} />
    </>
  );
}

function contradicts({ version, reportedVersion }: LocalList): boolean {
  return reportedVersion != null && reportedVersion !== (version ?? 0) && !(version == null && reportedVersion === HAS_NONE);
}

function WantedFacts({ wanted }: { wanted: NonNullable<LocalList["wanted"]> }) {
  const count = howMany(wanted.idTags, "id tag");
  if (!wanted.missing.length && !wanted.leftOver.length) return <p>It should have {count} of ours, and has all of them.</p>;
  return (
    <>
      <p>It should have {count} of ours.</p>
      <Named title="Not on it yet" tags={wanted.missing} />
      <Named title="Still on it, though they should be gone" tags={wanted.leftOver} />
    </>
  );
}

function Named({ title, tags }: { title: string; tags: string[] }) {
  if (!tags.length) return null;
  return (
    <>
      <p class="fault">{title}:</p>
      <ul class="tags">
        {tags.slice(0, SHOWN).map((tag) => (
          <li key={tag}>{tag}</li>
        ))}
        {tags.length > SHOWN && <li class="faint">and more</li>}
      </ul>
    </>
  );
}

/** As its configuration tells them. */
function Limits({ id }: { id: string }) {
  const configuration = useLive("/charge-points/{chargePointId}/configuration", { params: { chargePointId: id } }, SLOW).data;
  const valueOf = (key: string) => configuration?.items.find((one) => one.key === key)?.value;
  const most = valueOf("LocalAuthListMaxLength");
  const part = valueOf("SendLocalListMaxLength");
  return (
    <>
      {most && <Fact name="Entries that it can hold">{most}</Fact>}
      {part && <Fact name="Entries that it takes at a time">{part}</Fact>}
      {valueOf("LocalAuthListEnabled") === "false" && (
        <Fact name="In use">
          <span class="fault">no: its LocalAuthListEnabled is false</span>
        </Fact>
      )}
    </>
  );
}
