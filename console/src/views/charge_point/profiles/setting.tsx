// Giving a charging profile, with a picture of it before it is sent.
import type { Json } from "../../../parts/schema.ts";
import { CommandForm } from "../command_form.tsx";
import { Schedules } from "./curves.tsx";
import type { Profile, Span } from "./schedule.ts";

const STEP = 60_000; // milliseconds

export function begin(connectorId: number): Json {
  const start = new Date(Math.floor(Date.now() / STEP) * STEP).toISOString();
  return {
    connectorId,
    csChargingProfiles: {
      stackLevel: 0,
      chargingProfilePurpose: connectorId ? "TxDefaultProfile" : "ChargePointMaxProfile",
      chargingProfileKind: "Absolute",
      chargingSchedule: {
        startSchedule: start,
        chargingRateUnit: "A",
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
      },
    },
  };
}

interface Given {
  id: string;
  connectorId: number;
  span: Span;
  now: number;
}

export function SetProfile({ id, connectorId, span, now }: Given) {
  return (
    <CommandForm
      id={id}
      action="SetChargingProfile"
      begin={begin(connectorId)}
      preview={(payload) => {
        const profile = (payload as { csChargingProfiles?: Profile }).csChargingProfiles;
        const periods = profile?.chargingSchedule.chargingSchedulePeriod ?? [];
        if (!profile || !periods.length || periods.some((each) => !Number.isFinite(each.limit + each.startPeriod))) return null;
        return <Schedules drawn={[{ name: "This profile", profile, began: now }]} span={span} now={now} />;
      }}
    />
  );
}
