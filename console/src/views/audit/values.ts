// The details of a change, as people read them.
import type { Change } from "../../api/types.ts";
import { clock, day } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

type Details = Change["details"];

export function asText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (typeof value === "string" && TIME.test(value)) return `${day(value)}, ${clock(value)}`;
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** What was set: the members of the object that a change, or something new, has. */
export function valuesOf(details: Details): Record<string, unknown> {
  const own = Object.values(details).filter((each) => typeof each === "object" && each !== null && !Array.isArray(each));
  return Object.assign({}, ...own) as Record<string, unknown>;
}

export function gist(details: Details): string {
  const values = Object.entries(valuesOf(details)).map(([name, value]) => `${words(name)}: ${asText(value)}`);
  const others = Object.entries(details)
    .filter(([, value]) => typeof value !== "object" || value === null)
    .map(([name, value]) => (value === true ? words(name) : `${words(name)}: ${asText(value)}`));
  return [...others, ...values].join(", ");
}

/** What a value was before, by the changes of the same thing, the newest first; undefined: not known. */
export function before(name: string, earlier: Change[]): string | undefined {
  for (const each of earlier) {
    const values = valuesOf(each.details);
    if (name in values) return asText(values[name]);
    if ("created" in each.details) return asText(undefined);
    if (each.details["deleted"] === true) return undefined;
  }
  return undefined;
}
