// The limits of one connector, or of the whole charge point.
import { useState } from "preact/hooks";
import type { Command, Transaction } from "../../../api/types.ts";
import { useMay } from "../../../auth/roles.ts";
import { Confirm } from "../../../parts/dialog.tsx";
import { Badge } from "../../../parts/status.tsx";
import { Ago } from "../../../parts/time.tsx";
import { Outcome } from "../command_form.tsx";
import { useCommand } from "../sending.ts";
import { COLOURS, Schedules } from "./curves.tsx";
import type { Drawn } from "./curves.tsx";
import { holding, isRelative, limitAt, pointsOf } from "./schedule.ts";
import type { Installed, Profile, Span } from "./schedule.ts";

interface Given {
  id: string;
  connected: boolean;
  connectorId: number;
  /** Of all connectors. */
  all: Installed[];
  running: Transaction | undefined;
  span: Span;
  now: number;
}

const PURPOSES: Record<string, string> = {
  ChargePointMaxProfile: "the charge point as a whole",
  TxDefaultProfile: "every transaction",
  TxProfile: "one transaction",
};

export function profileOf(one: Installed): Profile {
  return one.profile as unknown as Profile;
}

export function ConnectorLimits({ id, connected, connectorId, all, running, span, now }: Given) {
  const mayCommand = useMay("operator");
  const asking = useCommand(id);
  const clearing = useCommand(id);
  const [chosen, choose] = useState<Installed>();
  const began = running ? Date.parse(running.startedAt) / 1000 : now;
  const known = all.map((one) => ({ one, limit: limitAt(pointsOf(profileOf(one), span, began), now) }));
  const own = known.filter((each) => each.one.connectorId === connectorId);
  const holds = holding(known, connectorId);
  const drawn: Drawn[] = own.map(({ one }) => ({ name: nameOf(one), profile: profileOf(one), began }));
  const composite = compositeOf(asking.command);
  if (composite) drawn.push({ name: "What it says it will give", profile: composite, began: now, strong: true });
  const title = connectorId ? `Connector ${connectorId}` : "The whole charge point";
  return (
    <section class="panel" aria-label={title}>
      <h2>
        {title}
        {mayCommand && (
          <button
            class="small"
            disabled={!connected || asking.busy}
            onClick={() => asking.send("GetCompositeSchedule", { connectorId, duration: Math.round(span.to - now) })}
          >
            {asking.busy ? "Asking…" : "Ask what it will give"}
          </button>
        )}
      </h2>
      {drawn.length > 0 && <Schedules drawn={drawn} span={span} now={now} />}
      {!own.length && <p class="faint">No limit of its own is known.</p>}
      <ul class="lines">
        {own.map(({ one, limit }, place) => (
          <li key={one.chargingProfileId}>
            <span class={`key ${COLOURS[place % COLOURS.length]}`}>
              <strong>{nameOf(one)}</strong>
            </span>
            {holds.includes(one.chargingProfileId) ? (
              <Badge tone="good">
                {limit} {profileOf(one).chargingSchedule.chargingRateUnit} now
              </Badge>
            ) : (
              <span class="faint">{limit === null ? "says nothing now" : "another one counts now"}</span>
            )}
            <span class="grow faint">
              for {PURPOSES[one.purpose] ?? one.purpose}
              {isRelative(profileOf(one)) && (running ? ", from the start of its transaction" : ", from the start of a transaction; drawn as if one began now")}
            </span>
            <span class="faint">
              set <Ago at={one.acceptedAt} />
            </span>
            {mayCommand && (
              <button class="small" disabled={!connected || clearing.busy} onClick={() => choose(one)} aria-label={`Clear ${nameOf(one)}`}>
                Clear…
              </button>
            )}
            <details>
              <summary class="faint">As it was sent</summary>
              <pre>{JSON.stringify(one.profile, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ul>
      <Outcome sending={clearing} />
      {composite ? null : <Outcome sending={asking} />}
      {chosen && (
        <Confirm
          title={`Clear ${nameOf(chosen)}`}
          told={`The limit for ${PURPOSES[chosen.purpose] ?? chosen.purpose} is gone: ${title.toLowerCase()} may give more than before, at once.`}
          does="Clear it"
          doIt={() => clearing.send("ClearChargingProfile", { id: chosen.chargingProfileId })}
          close={() => choose(undefined)}
        />
      )}
    </section>
  );
}

function nameOf(one: Installed): string {
  return `${one.purpose} ${one.chargingProfileId}, level ${one.stackLevel}`;
}

/** What came of GetCompositeSchedule, as a profile. */
function compositeOf(command: Command | undefined): Profile | undefined {
  const said = command?.response as { status?: string; scheduleStart?: string; chargingSchedule?: Profile["chargingSchedule"] } | undefined;
  const schedule = said?.chargingSchedule;
  if (said?.status !== "Accepted" || !schedule) return undefined;
  const startSchedule = schedule.startSchedule ?? said.scheduleStart;
  return {
    chargingProfileId: 0,
    stackLevel: 0,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: "Absolute",
    chargingSchedule: { ...schedule, ...(startSchedule ? { startSchedule } : {}) },
  };
}
