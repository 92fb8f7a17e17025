// One charge point: a part of it for each thing that one does with it, by the second step.
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLive } from "../../api/live.ts";
import type { ChargePoint } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import { Failure, Loading, Stale } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import { Ago } from "../../parts/time.tsx";
import { model } from "../fleet/columns.tsx";
import { LocalListOf } from "../local_list/part.tsx";
import { ReservationsOf } from "../reservations/part.tsx";
import { Certificates } from "./certificates/part.tsx";
import { Commands } from "./commands.tsx";
import { Configuration } from "./configuration/part.tsx";
import { Firmware } from "./firmware.tsx";
import { Messages } from "./messages/part.tsx";
import { Overview } from "./overview.tsx";
import { ChargingProfiles } from "./profiles/part.tsx";
import { Security } from "./security/part.tsx";
import { Settings } from "./settings/part.tsx";

export interface PartGiven {
  id: string;
  chargePoint: ChargePoint;
}

const PARTS: { step: string; name: string; Part: ComponentType<PartGiven> }[] = [
  { step: "", name: "Overview", Part: Overview },
  { step: "commands", name: "Commands", Part: Commands },
  { step: "messages", name: "Messages", Part: Messages },
  { step: "configuration", name: "Configuration", Part: Configuration },
  { step: "charging-profiles", name: "Charging profiles", Part: ChargingProfiles },
  { step: "local-list", name: "Local list", Part: LocalListOf },
  { step: "reservations", name: "Reservations", Part: ReservationsOf },
  { step: "firmware", name: "Firmware & logs", Part: Firmware },
  { step: "certificates", name: "Certificates", Part: Certificates },
  { step: "security", name: "Security", Part: Security },
  { step: "settings", name: "Settings", Part: Settings },
];

export function ChargePointView({ steps: [id = "", step = ""] }: { steps: string[] }) {
  const live = useLive("/charge-points/{chargePointId}", { params: { chargePointId: id } });
  const part = PARTS.find((each) => each.step === step) ?? PARTS[0]!;
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  const chargePoint = live.data;
  return (
    <>
      <div class="title">
        <h1>{id}</h1>
        <Badge tone={chargePoint.connected ? "good" : "off"}>{chargePoint.connected ? "Online" : "Offline"}</Badge>
        {chargePoint.registration !== "Accepted" && <Badge tone="wait">{chargePoint.registration}</Badge>}
        <span class="faint">
          {model(chargePoint.boot)}
          {chargePoint.lastSeenAt && ", heard "}
          {chargePoint.lastSeenAt && <Ago at={chargePoint.lastSeenAt} />}
        </span>
      </div>
      <Stale problem={live.problem} />
      <Parts id={id} step={part.step} />
      <part.Part key={id} id={id} chargePoint={chargePoint} />
    </>
  );
}

/** On a narrow screen they are one line, and the current one is in it. */
function Parts({ id, step }: { id: string; step: string }) {
  const line = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = line.current?.querySelector<HTMLElement>("[aria-current]");
    if (line.current && current) line.current.scrollLeft = current.offsetLeft - (line.current.clientWidth - current.offsetWidth) / 2;
  }, [step]);
  return (
    <nav class="parts" aria-label={`Parts of ${id}`} ref={line}>
      {PARTS.map((each) => (
        <Link key={each.step} to={["charge-points", id, ...(each.step ? [each.step] : [])]} current={each.step === step}>
          {each.name}
        </Link>
      ))}
      <Link to={["transactions"]} query={new URLSearchParams({ chargePoint: id }).toString()}>
        Transactions
      </Link>
    </nav>
  );
}
