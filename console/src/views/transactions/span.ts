// Decisions without a page: which time the list is asked for, out of what the address keeps.
const DAY = 86_400_000; // milliseconds

export const SPANS: { key: string; name: string; days: number }[] = [
  { key: "today", name: "Today", days: 1 },
  { key: "week", name: "Last 7 days", days: 7 },
  { key: "month", name: "Last 30 days", days: 30 },
];
export const BETWEEN = "between";

export interface Span {
  from?: string;
  to?: string;
}

/** Whole days of the operator's time zone, today among them; or what was chosen. */
export function spanOf(query: URLSearchParams, now: Date): Span {
  const chosen = SPANS.find((each) => each.key === query.get("when"));
  if (chosen) {
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() - chosen.days + 1);
    return { from: midnight.toISOString() };
  }
  if (query.get("when") !== BETWEEN) return {};
  const [from, to] = [moment(query.get("from")), moment(query.get("to"))];
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

/** Where nothing was chosen yet. */
export function yesterday(now: Date): Required<Span> {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  return { from: new Date(midnight.getTime() - DAY).toISOString(), to: midnight.toISOString() };
}

function moment(text: string | null): string | undefined {
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
