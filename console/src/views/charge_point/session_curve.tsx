// Power and energy of one transaction, out of what the meter said; live while it runs.
import { useEffect, useMemo } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import type { Paged } from "../../api/paged.ts";
import type { Reading, Transaction } from "../../api/types.ts";
import { Chart } from "../../parts/chart.tsx";
import { preferred } from "../../parts/preferences.ts";
import { energy, power } from "../../parts/units.ts";
import { curveOf } from "./curve.ts";

const PART = 200;
const MOST = 2000; // messages of one transaction

export function SessionCurve({ transaction }: { transaction: Transaction }) {
  return <Curve transaction={transaction} readings={useReadings(transaction)} />;
}

/** All of them, the oldest first; the last ones are kept live. */
export function useReadings({ chargePointId, transactionId }: Transaction): Paged<Reading> {
  const readings = usePaged(
    "/charge-points/{chargePointId}/transactions/{transactionId}/meter-values",
    { params: { chargePointId, transactionId } },
    PART,
    MOST,
  );
  useEffect(() => readings.seen([Math.max(0, readings.items.length - 1)]), [readings.items.length]);
  return readings;
}

export function Curve({ transaction, readings }: { transaction: Transaction; readings: Paged<Reading> }) {
  const told = [readings.items.length, readings.items.at(-1)?.at, transaction.meterStart, transaction.meterStop, transaction.stoppedAt];
  const curve = useMemo(() => curveOf(readings.items, transaction), told);
  if (curve.times.length < 2) {
    return readings.loaded ? <p class="faint">The meter has not said enough for a curve yet.</p> : null;
  }
  const now = curve.power.findLast((value) => value !== null) ?? undefined;
  const charged = curve.energy.findLast((value) => value !== null) ?? undefined;
  const kilo = preferred("energy") === "Wh" ? "" : "k";
  const scaled = (value: number | null) => (value === null || !kilo ? value : value / 1000);
  return (
    <Chart
      times={curve.times}
      curves={[
        { name: "Power", unit: `${kilo}W`, colour: "busy", values: curve.power.map(scaled) },
        { name: "Energy", unit: `${kilo}Wh`, colour: "good", values: curve.energy.map(scaled) },
      ]}
      told={`Power and energy over time; at the end ${power(now)} and ${energy(charged)}.`}
    />
  );
}
