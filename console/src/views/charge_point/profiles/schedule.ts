// Decisions without a page: what a charging profile allows, and when (OCPP 1.6 §3.13).
import type { Item, Schemas } from "../../../api/types.ts";

export type Installed = Item<"/charge-points/{chargePointId}/charging-profiles">;
export type Profile = Schemas["ocpp.ChargingProfile"];

/** Seconds. */
export interface Span {
  from: number;
  to: number;
}

export interface Point {
  /** Seconds. */
  at: number;
  /** Null: the profile says nothing from here on. */
  limit: number | null;
}

const DAY = 86_400;
const SOONER = 1; // seconds: where a curve ends, its last value is told once more

function seconds(time: string | undefined): number | undefined {
  const at = Date.parse(time ?? "") / 1000;
  return Number.isNaN(at) ? undefined : at;
}

/** Whether it counts from the start of a transaction. */
export function isRelative(profile: Profile): boolean {
  return profile.chargingProfileKind === "Relative" || seconds(profile.chargingSchedule.startSchedule) === undefined;
}

function everyOf(profile: Profile): number | undefined {
  if (profile.chargingProfileKind !== "Recurring") return undefined;
  return profile.recurrencyKind === "Weekly" ? 7 * DAY : DAY;
}

function startsOf(profile: Profile, span: Span, began: number): number[] {
  const start = isRelative(profile) ? began : (seconds(profile.chargingSchedule.startSchedule) ?? began);
  const every = everyOf(profile);
  if (every === undefined) return [start];
  const first = start + Math.floor((span.from - start) / every) * every;
  const count = Math.ceil((span.to - first) / every);
  return Array.from({ length: count }, (_, number) => first + number * every);
}

/** `began`: seconds, when the transaction did that it counts from. */
export function pointsOf(profile: Profile, span: Span, began: number): Point[] {
  const { chargingSchedulePeriod, duration } = profile.chargingSchedule;
  const every = everyOf(profile) ?? Infinity;
  const told = startsOf(profile, span, began).flatMap((start) => {
    const end = start + Math.min(duration ?? Infinity, every);
    const periods = chargingSchedulePeriod.map((each) => ({ at: start + each.startPeriod, limit: each.limit }));
    const whole: Point[] = periods.filter((each) => each.at < end);
    return Number.isFinite(end) ? [...whole, { at: end, limit: null }] : whole;
  });
  const valid = { from: seconds(profile.validFrom) ?? -Infinity, to: seconds(profile.validTo) ?? Infinity };
  const moments = [span.from, span.to, valid.from, valid.to, ...told.map((each) => each.at)];
  const within = moments.filter((at) => at >= span.from && at <= span.to).sort((a, b) => a - b);
  return [...new Set(within)].map((at) => ({ at, limit: at >= valid.from && at < valid.to ? limitAt(told, at) : null }));
}

/** Of points in their order in time. */
export function limitAt(points: Point[], at: number): number | null {
  return points.findLast((each) => each.at <= at)?.limit ?? null;
}

/** All of them at the same moments, as a chart wants them. */
export function together(curves: Point[][]): { times: number[]; values: (number | null)[][] } {
  const moments = curves.flatMap((points) =>
    points.flatMap((each, place) => (each.limit === null && place ? [each.at - SOONER, each.at] : [each.at])),
  );
  const times = [...new Set(moments)].sort((a, b) => a - b);
  return { times, values: curves.map((points) => times.map((at) => limitAt(points, at))) };
}

interface Now {
  one: Installed;
  limit: number | null;
}

/** Of those for a connector or the whole: the ids of the ones that count, at most one of a purpose. */
export function holding(all: Now[], connectorId: number): number[] {
  const best = (purpose: string, ...connectors: number[]) => {
    for (const connector of connectors) {
      const some = all.filter((each) => each.limit !== null && each.one.purpose === purpose && each.one.connectorId === connector);
      const highest = some.sort((a, b) => b.one.stackLevel - a.one.stackLevel)[0];
      if (highest) return highest.one.chargingProfileId;
    }
    return undefined;
  };
  const own = connectorId > 0 ? best("TxProfile", connectorId) : undefined;
  const found = [best("ChargePointMaxProfile", 0), own ?? best("TxDefaultProfile", connectorId, 0)];
  return found.filter((id) => id !== undefined);
}
