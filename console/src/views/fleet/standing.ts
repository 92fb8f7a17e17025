// How a charge point stands: what counts it among which, and how urgent it is.
import type { ChargePoint, Connector } from "../../api/types.ts";

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
  return one.chargePoint.connected && connectorsOf(one.chargePoint).some((each) => statuses.includes(each.status ?? ""));
}

/** A connector, or the charge point as a whole. */
function faulted({ chargePoint }: Standing): boolean {
  return chargePoint.connected && chargePoint.connectors.some((each) => each.status === "Faulted");
}

/** As it is told: charge points of OCPP 1.5 know no more than Occupied. */
export function statusOf(connector: Connector): string | undefined {
  const sent = connector.asSent;
  return typeof sent === "object" && sent["status"] === "Occupied" ? "Occupied" : connector.status;
}

export const GROUPS: Group[] = [
  { key: "attention", name: "Need attention", tone: "bad", holds: (one) => one.problems > 0 || faulted(one) },
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
  if (one.problems || faulted(one)) return 0;
  if (!one.chargePoint.connected) return 1;
  return 2;
}
