// Decisions without a page: which samples make the curves of a transaction.
import type { Reading, Transaction } from "../../api/types.ts";

type Sample = Reading["samples"][number];

export interface SessionCurves {
  /** Seconds. */
  times: number[];
  /** W. */
  power: (number | null)[];
  /** Wh since the start. */
  energy: (number | null)[];
}

const REGISTER = "Energy.Active.Import.Register";
const POWER = "Power.Active.Import";

type Ends = Pick<Transaction, "startedAt" | "startReceivedAt" | "implausibleTime" | "meterStart" | "stoppedAt" | "meterStop">;

/** From its start to its stop, where the meter is known there. */
export function curveOf(readings: Reading[], one: Ends): SessionCurves {
  const { meterStart, stoppedAt, meterStop } = one;
  const startedAt = one.implausibleTime ? one.startReceivedAt : one.startedAt;
  const moments = new Map<number, Sample[]>();
  if (meterStart !== undefined) moments.set(Date.parse(startedAt) / 1000, [register(startedAt, meterStart)]);
  for (const sample of readings.flatMap((reading) => reading.samples)) {
    const at = Date.parse(sample.at) / 1000;
    moments.set(at, [...(moments.get(at) ?? []), sample]);
  }
  const last = [...moments.keys()].reduce((latest, at) => Math.max(latest, at), 0);
  if (stoppedAt && meterStop !== undefined && Date.parse(stoppedAt) / 1000 > last) {
    moments.set(Date.parse(stoppedAt) / 1000, [register(stoppedAt, meterStop)]);
  }
  const times = [...moments.keys()].sort((a, b) => a - b);
  const registers = times.map((at) => total(moments.get(at) ?? [], REGISTER));
  const first = meterStart ?? registers.find((value) => value !== null) ?? 0;
  const energy = registers.map((value) => (value === null ? null : value - first));
  const told = times.map((at) => total(moments.get(at) ?? [], POWER));
  const power = told.some((value) => value !== null) ? told : derived(times, energy);
  return { times, power, energy };
}

function register(at: string, value: number): Sample {
  return { at, value, measurand: REGISTER, context: "Transaction", format: "Raw", location: "Outlet", unit: "Wh" };
}

/** Of all phases, or the sum of them; W or Wh. */
function total(samples: Sample[], measurand: string): number | null {
  const own = samples.filter((one) => one.measurand === measurand && one.value !== undefined && one.location !== "Inlet");
  const whole = own.filter((one) => !one.phase);
  const counted = whole.length ? whole.slice(0, 1) : own.filter((one) => /^L[123](-N)?$/.test(one.phase ?? ""));
  if (!counted.length) return null;
  return counted.reduce((sum, one) => sum + (one.value ?? 0) * (one.unit?.startsWith("k") ? 1000 : 1), 0);
}

/** Where no power is told: how fast the register runs. */
function derived(times: number[], energy: (number | null)[]): (number | null)[] {
  let before = -1;
  return energy.map((value, place) => {
    const from = before;
    if (value !== null) before = place;
    if (value === null || from < 0) return null;
    const hours = ((times[place] ?? 0) - (times[from] ?? 0)) / 3600;
    return hours > 0 ? (value - (energy[from] ?? 0)) / hours : null;
  });
}
