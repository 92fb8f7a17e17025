// What the list is asked for: the filters that the address keeps, as the API names them.
import { spanOf } from "./span.ts";

export interface Filters {
  chargePointId?: string;
  connectorId?: string;
  idTag?: string;
  status?: string;
  from?: string;
  to?: string;
}

const NAMES = { chargePoint: "chargePointId", connector: "connectorId", idTag: "idTag", status: "status" } as const;

export function filtersOf(query: URLSearchParams, now: Date): Filters {
  const told: Filters = { ...spanOf(query, now) };
  for (const [name, asked] of Object.entries(NAMES)) {
    const value = query.get(name);
    if (value) told[asked] = value;
  }
  return told;
}

/** Undefined or why the API would not understand it. */
export function wrong({ from, to, connectorId }: Filters): string | undefined {
  if (from && to && from >= to) return "The time ends before it begins: choose a later end.";
  if (connectorId && !/^\d{1,9}$/.test(connectorId)) return "A connector is a number.";
  return undefined;
}
