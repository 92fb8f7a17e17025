// What has become of a reservation, in words; and what helps where a charge point refused it.
import type { Reservation } from "../../api/types.ts";
import { Badge } from "../../parts/status.tsx";
import type { Tone } from "../../parts/status.tsx";

export type State = Reservation["status"];

interface How {
  name: string;
  tone: Tone;
  told: string;
}

export const STATES: Record<State, How> = {
  Accepted: { name: "Holds", tone: "busy", told: "The connector is kept." },
  Used: { name: "Used", tone: "good", told: "A transaction has begun by it." },
  Expired: { name: "Expired", tone: "off", told: "Nobody came in time." },
  Cancelled: { name: "Cancelled", tone: "off", told: "It was let go." },
  Lost: { name: "Lost", tone: "bad", told: "The connector failed, or the charge point knew it no more." },
  Occupied: {
    name: "Occupied",
    tone: "bad",
    told: "It is in use, or reserved for somebody else: take another one, or wait until it is free.",
  },
  Faulted: { name: "Faulted", tone: "bad", told: "The connector has a fault: take another one, and look at the fault." },
  Unavailable: { name: "Unavailable", tone: "bad", told: "The connector is out of use: put it back into use first (Change availability)." },
  Rejected: {
    name: "Rejected",
    tone: "bad",
    told: "The charge point takes no reservations, or none of any connector: choose one, and look at its SupportedFeatureProfiles.",
  },
};

export function StateBadge({ one }: { one: Reservation }) {
  const { name, tone, told } = STATES[one.status];
  return (
    <span title={one.reason ?? told}>
      <Badge tone={tone}>{name}</Badge>
    </span>
  );
}
