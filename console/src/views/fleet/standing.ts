// How a charge point stands: what counts it among which, and how urgent it is.
import type { ChargePoint } from "../../api/types.ts";

export interface Group {
  key: string;
  name: string;
  tone: string;
  holds: (one: Standing) => boolean;
}

export interface Standing {
  chargePoint: ChargePoint;
  /** Its place in the list as the API has it. */
  place: number;
  problems: number;
}

export function connectorsOf(one: ChargePoint) {
  return one.connectors.filter((connector) => connector.connectorId > 0);
}

function has(one: Standing, ...statuses: string[]): boolean {
  const { connected, connectors } = one.chargePoint;
  return connected && connectors.some((each) => statuses.includes(each.status ?? ""));
}

export const GROUPS: Group[] = [
  { key: "attention", name: "Need attention", tone: "bad", holds: (one) => one.problems > 0 || has(one, "Faulted") },
  { key: "offline", name: "Offline", tone: "off", holds: (one) => !one.chargePoint.connected },
  { key: "charging", name: "Charging", tone: "busy", holds: (one) => has(one, "Charging") },
  {
    key: "occupied",
    name: "Occupied",
    tone: "wait",
    holds: (one) => has(one, "Preparing", "SuspendedEV", "SuspendedEVSE", "Finishing", "Reserved"),
  },
  { key: "available", name: "Available", tone: "good", holds: (one) => has(one, "Available") },
];

export function urgency(one: Standing): number {
  if (one.problems || has(one, "Faulted")) return 0;
  if (!one.chargePoint.connected) return 1;
  return 2;
}
