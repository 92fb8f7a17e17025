// Decisions without a page: what of a correction's form is to be sent, and what comes of it.
import type { Transaction } from "../../api/types.ts";
import { fromLocal, toLocal } from "../../parts/time.tsx";

export interface Typed {
  meterStart: string;
  meterStop: string;
  stoppedAt: string;
  energy: string;
}

export interface Changes {
  meterStart?: number;
  meterStop?: number;
  stoppedAt?: string;
  energy?: number;
}

export function unchanged(one: Transaction): Typed {
  return {
    meterStart: String(one.meterStart ?? ""),
    meterStop: String(one.meterStop ?? ""),
    stoppedAt: toLocal(one.stoppedAt),
    energy: "",
  };
}

/** Only what is another value; an empty field changes nothing. */
export function changesOf(one: Transaction, typed: Typed): Changes {
  const before = unchanged(one);
  const changes: Changes = {};
  for (const name of ["meterStart", "meterStop", "energy"] as const) {
    if (typed[name] !== "" && typed[name] !== before[name]) changes[name] = Number(typed[name]);
  }
  const at = fromLocal(typed.stoppedAt);
  if (at && typed.stoppedAt !== before.stoppedAt) changes.stoppedAt = at;
  return changes;
}

/** As the API has it: what is told counts; else the meter, if that is corrected. */
export function energyAfter(one: Transaction, changes: Changes): number | undefined {
  if (changes.energy !== undefined) return changes.energy;
  if (changes.meterStart === undefined && changes.meterStop === undefined) return one.energy;
  const [start, stop] = [changes.meterStart ?? one.meterStart, changes.meterStop ?? one.meterStop];
  return start === undefined || stop === undefined ? undefined : stop - start;
}
