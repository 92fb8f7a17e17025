// One charge point: a part of it for each thing that one does with it, by the second step.
import type { ComponentType } from "preact";
import { useLive } from "../../api/live.ts";
import type { ChargePoint } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import { Failure, Loading, Stale } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import { Ago } from "../../parts/time.tsx";
import { model } from "../fleet/columns.tsx";
import { Commands } from "./commands.tsx";
import { Messages } from "./messages.tsx";
import { Overview } from "./overview.tsx";

export interface PartGiven {
  id: string;
  chargePoint: ChargePoint;
}

const PARTS: { step: string; name: string; Part: ComponentType<PartGiven> }[] = [
  { step: "", name: "Overview", Part: Overview },
  { step: "commands", name: "Commands", Part: Commands },
  { step: "messages", name: "Messages", Part: Messages },
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
      <nav class="parts" aria-label={`Parts of ${id}`}>
        {PARTS.map((each) => (
          <Link key={each.step} to={["charge-points", id, ...(each.step ? [each.step] : [])]} current={each === part}>
            {each.name}
          </Link>
        ))}
      </nav>
      <part.Part key={id} id={id} chargePoint={chargePoint} />
    </>
  );
}
