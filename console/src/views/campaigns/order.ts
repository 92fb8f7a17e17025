// Decisions without a page: what a form says, as the API takes it.
import { fromLocal } from "../../parts/time.tsx";
import type { Schemas } from "../../api/types.ts";
import { NO_SOURCE, saidOf } from "../firmware_images/source.tsx";
import type { Source } from "../firmware_images/source.tsx";

/** What has a default of the API may be left out. */
type Some<T> = T extends (infer I)[] ? Some<I>[] : T extends object ? { [K in keyof T]?: Some<T[K]> } : T;
type Abort = Schemas["Abort"];

export interface PhaseOrder {
  by: "count" | "share";
  /** Charge points, or percent. */
  size: number;
  /** Percent. */
  threshold: number;
  manual: boolean;
}

export interface AbortOrder {
  on: Abort["on"];
  /** Percent. */
  share: number;
  atLeast: number;
}

export interface Order {
  name: string;
  what: "firmware" | "keys";
  source: Source;
  repeats: number;
  whom: "filter" | "list";
  vendor: string;
  model: string;
  from: string;
  list: string;
  phases: PhaseOrder[];
  concurrency: number;
  /** NaN where there is no such limit. */
  perMinute: number;
  abort: AbortOrder[];
  /** Local times, as an input has them. */
  startTime: string;
  endTime: string;
  hours: boolean;
  opens: string;
  closes: string;
  zone: string;
  waits: boolean;
  leaves: boolean;
}

export const BLANK: Order = {
  name: "",
  what: "firmware",
  source: NO_SOURCE,
  repeats: 0,
  whom: "filter",
  vendor: "",
  model: "",
  from: "",
  list: "",
  phases: [{ by: "count", size: 5, threshold: 100, manual: false }],
  concurrency: 20,
  perMinute: Number.NaN,
  abort: [{ on: "any", share: 10, atLeast: 10 }],
  startTime: "",
  endTime: "",
  hours: false,
  opens: "22:00",
  closes: "05:00",
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  waits: true,
  leaves: false,
};

export function listed(text: string): string[] {
  return [...new Set(text.split(/[\n,;]+/).map((each) => each.trim()).filter(Boolean))];
}

export function filterOf({ vendor, model, from }: Order) {
  return {
    ...(vendor.trim() ? { vendor: vendor.trim() } : {}),
    ...(model.trim() ? { model: model.trim() } : {}),
    ...(from.trim() ? { firmwareVersion: from.trim() } : {}),
  };
}

/** Why it cannot be made yet, which no field alone can tell. */
export function missing(order: Order): string | undefined {
  if (order.whom === "filter" && !Object.keys(filterOf(order)).length) return "Say which charge points: a vendor, a model or a version.";
  if (order.whom === "list" && !listed(order.list).length) return "Name at least one charge point.";
  return undefined;
}

export function bodyOf(order: Order, draft: boolean): Some<Schemas["NewCampaign"]> {
  const { name, what, source, repeats, perMinute, concurrency, opens: from, closes: to, zone: timeZone } = order;
  return {
    name: name.trim(),
    ...(what === "keys" ? { rotateKeys: true } : { firmware: { ...saidOf(source), ...(repeats ? { repeats } : {}) } }),
    targets: order.whom === "list" ? { chargePointIds: listed(order.list) } : { filter: filterOf(order) },
    phases: order.phases.map((phase) => ({
      ...(phase.by === "count" ? { count: phase.size } : { share: phase.size / 100 }),
      successThreshold: phase.threshold / 100,
      nextPhase: phase.manual ? "manual" : "automatic",
    })),
    rollout: { concurrency, ...(Number.isFinite(perMinute) ? { maximumPerMinute: perMinute } : {}) },
    abort: order.abort.map(({ on, share, atLeast }) => ({ on, share: share / 100, atLeast })),
    ...(order.hours ? { window: { from, to, timeZone } } : {}),
    whileCharging: order.waits ? "wait" : "update",
    ...(order.startTime ? { startTime: fromLocal(order.startTime) ?? null } : {}),
    ...(order.endTime ? { endTime: fromLocal(order.endTime) ?? null } : {}),
    endBehaviour: order.leaves ? "leave" : "finish",
    ...(draft ? { draft } : {}),
  };
}
