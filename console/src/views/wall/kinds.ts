// What a connector is on the wall, and what a charge point is by the worst of it.
import type { ChargePoint, Connector } from "../../api/types.ts";
import { connectorsOf } from "../fleet/standing.ts";

export type Kind = "faulted" | "problem" | "offline" | "unavailable" | "occupied" | "unknown" | "charging" | "available";

interface Shown {
  key: Kind;
  /** What a cell bears, so that nothing hangs on its colour alone. */
  letter: string;
  name: string;
}

/** The worst first. */
export const KINDS: Shown[] = [
  { key: "faulted", letter: "F", name: "Faulted" },
  { key: "problem", letter: "!", name: "Problem" },
  { key: "offline", letter: "–", name: "Offline" },
  { key: "unavailable", letter: "U", name: "Unavailable" },
  { key: "occupied", letter: "O", name: "Occupied" },
  { key: "unknown", letter: "?", name: "Not reported" },
  { key: "charging", letter: "C", name: "Charging" },
  { key: "available", letter: "A", name: "Available" },
];

const RANKS = new Map(KINDS.map(({ key }, rank) => [key, rank]));
const SHOWN = new Map(KINDS.map((each) => [each.key, each]));
const OF_STATUS: Record<string, Kind> = {
  Available: "available",
  Charging: "charging",
  Preparing: "occupied",
  SuspendedEV: "occupied",
  SuspendedEVSE: "occupied",
  Finishing: "occupied",
  Reserved: "occupied",
  Unavailable: "unavailable",
  Faulted: "faulted",
};

export interface Cell {
  /** Undefined where the charge point has told of none. */
  connector: Connector | undefined;
  kind: Kind;
}

export interface Block {
  chargePoint: ChargePoint;
  cells: Cell[];
  /** The worst of its cells and of what is true of all of it. */
  kind: Kind;
}

export function shownAs(kind: Kind): Shown {
  return SHOWN.get(kind) ?? { key: kind, letter: "?", name: kind };
}

export function rank(kind: Kind): number {
  return RANKS.get(kind) ?? 0;
}

export function errorOf(connector: Connector): string | undefined {
  return connector.errorCode && connector.errorCode !== "NoError" ? connector.errorCode : undefined;
}

export function blockOf(chargePoint: ChargePoint, problems: number): Block {
  const kindOf = (connector: Connector): Kind => {
    if (!chargePoint.connected) return "offline";
    const kind = OF_STATUS[connector.status ?? ""] ?? "unknown";
    return kind !== "faulted" && errorOf(connector) ? "problem" : kind;
  };
  const told = connectorsOf(chargePoint).map((connector): Cell => ({ connector, kind: kindOf(connector) }));
  const cells = told.length ? told : [{ connector: undefined, kind: chargePoint.connected ? "unknown" : "offline" } as Cell];
  const whole = chargePoint.connectors.filter((each) => each.connectorId === 0).map(kindOf);
  const kinds = [...cells.map((cell) => cell.kind), ...whole.filter((kind) => rank(kind) <= rank("unavailable"))];
  if (problems || (chargePoint.connected && chargePoint.registration !== "Accepted")) kinds.push("problem");
  return { chargePoint, cells, kind: kinds.reduce((worst, kind) => (rank(kind) < rank(worst) ? kind : worst)) };
}
