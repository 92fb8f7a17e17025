// What about transactions an operator should look into, above the list of them.
import { useState } from "preact/hooks";
import type { Problem } from "../../api/types.ts";
import { howMany } from "../../parts/how_many.ts";
import { Link } from "../../parts/link.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";

const FIRST = 3;

export function Needs({ problems }: { problems: Problem[] }) {
  const [all, show] = useState(false);
  if (!problems.length) return null;
  const latest = [...problems].sort((a, b) => b.lastAt.localeCompare(a.lastAt));
  return (
    <section class="panel attention" aria-label="Transactions with problems">
      <h2>{howMany(problems.length, "transaction needs", "transactions need")} a look</h2>
      <ul class="lines">
        {latest.slice(0, all ? undefined : FIRST).map((one) => (
          <li key={`${one.chargePointId} ${one.problem} ${one.transactionId}`}>
            <Link to={["transactions", one.chargePointId, String(one.transactionId)]}>
              {one.chargePointId}, {one.transactionId}
            </Link>
            <strong>{words(one.problem)}</strong>
            <span class="grow">{one.remedy}</span>
            <span class="faint">
              <Ago at={one.lastAt} />
            </span>
          </li>
        ))}
      </ul>
      {problems.length > FIRST && (
        <button class="small" onClick={() => show(!all)}>
          {all ? "Show fewer" : `Show all ${problems.length}`}
        </button>
      )}
    </section>
  );
}
