// Firmware and logs of one charge point: what it runs, an update and its history, what it brought.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import { usePaged } from "../../api/paged.ts";
import type { FirmwareUpdate } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { Empty, Failure, Loading } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Tone } from "../../parts/status.tsx";
import { Ago } from "../../parts/time.tsx";
import { sentence, words } from "../../parts/units.ts";
import { UpdateForm } from "./firmware_form.tsx";
import { UpdateSteps } from "./firmware_update.tsx";
import { Logs } from "./logs.tsx";
import type { PartGiven } from "./view.tsx";

const PART = 20;

export function Firmware({ id, chargePoint }: PartGiven) {
  const updates = usePaged("/charge-points/{chargePointId}/firmware-updates", { params: { chargePointId: id } }, PART, PART);
  const [updating, update] = useState(false);
  const mayChange = useMay("operator");
  const version = chargePoint.boot?.["firmwareVersion"];
  const running = updates.items.filter((one) => !one.ended);
  const ended = updates.items.filter((one) => one.ended);
  return (
    <div class="halves">
      <div class="stack">
        <section class="panel" aria-label="Firmware">
          <h2>Firmware</h2>
          <div class="figures">
            <span>
              <b>{typeof version === "string" ? version : "Not reported"}</b> as its last boot told
              {chargePoint.bootedAt && (
                <>
                  , <Ago at={chargePoint.bootedAt} />
                </>
              )}
            </span>
          </div>
          {running.map((one) => (
            <Running key={one.updateId} id={id} update={one} />
          ))}
          {mayChange && (
            <div class="actions">
              <button class={running.length ? "" : "primary"} onClick={() => update(true)}>
                Update…
              </button>
            </div>
          )}
        </section>
        <section class="panel" aria-label="History of updates">
          <h2>History of updates</h2>
          {updates.problem && <Failure problem={updates.problem} />}
          {!updates.loaded && !updates.problem && <Loading />}
          {updates.loaded && !ended.length && <Empty title="No update has ended yet." />}
          <ul class="history">
            {ended.map((one) => (
              <Ended key={one.updateId} id={id} update={one} />
            ))}
          </ul>
          {updates.more && (
            <button class="small" onClick={() => updates.seen([0, updates.items.length])}>
              Show older ones
            </button>
          )}
        </section>
      </div>
      <Logs id={id} connected={chargePoint.connected} />
      {updating && <UpdateForm id={id} connected={chargePoint.connected} close={() => update(false)} />}
    </div>
  );
}

function Running({ id, update }: { id: string; update: FirmwareUpdate }) {
  const [asking, ask] = useState(false);
  const change = useChange();
  const mayChange = useMay("operator");
  const params = { chargePointId: id, updateId: update.updateId };
  return (
    <div class="running">
      <h3>
        {update.firmwareVersion ? `Update to ${update.firmwareVersion}` : "An update"} is under way
        <span class="faint">{fileOf(update)}</span>
      </h3>
      <UpdateSteps id={id} update={update} />
      {mayChange && !update.acceptedAt && !update.progress && (
        <button class="small danger" disabled={change.busy} onClick={() => ask(true)}>
          Cancel it…
        </button>
      )}
      {change.problem && <Failure problem={change.problem} />}
      {asking && (
        <Confirm
          title="Cancel the update"
          told={`${id} is not asked to update, if the command has not left yet. One that has left cannot be stopped.`}
          does="Cancel the update"
          doIt={() => void change.make("DELETE", "/charge-points/{chargePointId}/firmware-updates/{updateId}", { params })}
          close={() => ask(false)}
        />
      )}
    </div>
  );
}

function Ended({ id, update }: { id: string; update: FirmwareUpdate }) {
  const [open, set] = useState(false);
  return (
    <li>
      <details onToggle={(event) => set(event.currentTarget.open)}>
        <summary>
          <strong>{update.firmwareVersion ?? fileOf(update)}</strong>
          <Badge tone={tone(update)}>{words(update.outcome ?? "ended")}</Badge>
          <span class="grow faint">{update.outcome === "installed" ? "" : sentence(update.reason)}</span>
          <span class="faint">
            <Ago at={update.endedAt ?? update.requestedAt ?? undefined} />
          </span>
        </summary>
        {open && (
          <>
            <UpdateSteps id={id} update={update} />
            <p class="faint">
              {update.image ? "An image of ours, " : ""}
              {fileOf(update)}, {words(update.action).toLowerCase()}
              {update.repeatOf ? ", asked once more" : ""}
              {update.repeatedBy ? ", and was repeated" : ""}
            </p>
          </>
        )}
      </details>
    </li>
  );
}

function fileOf(update: FirmwareUpdate): string {
  return update.location.split(/[?#]/)[0]?.split("/").at(-1) || update.location;
}

function tone({ outcome }: FirmwareUpdate): Tone {
  if (outcome === "installed") return "good";
  return outcome === "superseded" || outcome === "cancelled" ? "off" : "bad";
}
