// A range of time: so far back, or between two times; it is kept in the address.
import { useMemo } from "preact/hooks";
import { filter, useAddress } from "../router.ts";
import { fromLocal } from "./time.tsx";

const BACK: Record<string, { name: string; hours: number }> = {
  "1h": { name: "Last hour", hours: 1 },
  "24h": { name: "Last 24 hours", hours: 24 },
  "7d": { name: "Last 7 days", hours: 7 * 24 },
  "30d": { name: "Last 30 days", hours: 30 * 24 },
};
const BETWEEN = "between";

export interface Period {
  from: string | undefined;
  to: string | undefined;
}

/** It stays the same until another one is chosen. */
export function usePeriod(): Period {
  const { query } = useAddress();
  const [since, from, to] = ["since", "from", "to"].map((name) => query.get(name) ?? "");
  return useMemo(() => {
    const hours = BACK[since ?? ""]?.hours;
    if (hours) return { from: new Date(Date.now() - hours * 3_600_000).toISOString(), to: undefined };
    return since === BETWEEN ? { from: fromLocal(from ?? ""), to: fromLocal(to ?? "") } : { from: undefined, to: undefined };
  }, [since, from, to]);
}

export function PeriodChoice() {
  const { query } = useAddress();
  const since = query.get("since") ?? "";
  return (
    <>
      <select aria-label="When" value={since} onChange={(event) => filter({ since: event.currentTarget.value, from: null, to: null })}>
        <option value="">At any time</option>
        {Object.entries(BACK).map(([key, { name }]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
        <option value={BETWEEN}>Between two times</option>
      </select>
      {since === BETWEEN &&
        ["from", "to"].map((name) => (
          <input
            key={name}
            type="datetime-local"
            aria-label={name === "from" ? "From" : "Until"}
            value={query.get(name) ?? ""}
            onInput={(event) => filter({ [name]: event.currentTarget.value })}
          />
        ))}
    </>
  );
}
