// What an operator should look into, each with what helps.
import { useState } from "preact/hooks";
import type { Problem } from "../../api/types.ts";
import { howMany } from "../../parts/how_many.ts";
import { Link } from "../../parts/link.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";

const FIRST = 3;

export function Problems({ items }: { items: Problem[] }) {
  const [all, show] = useState(false);
  if (!items.length) return null;
  const latest = [...items].sort((a, b) => b.lastAt.localeCompare(a.lastAt));
  return (
    <section class="panel attention" aria-label="Problems">
      <h2>
        {howMany(items.length, "problem")} <span class="faint">the latest first</span>
      </h2>
      <ul class="lines">
        {latest.slice(0, all ? undefined : FIRST).map((one) => (
          <ProblemLine key={`${one.chargePointId} ${one.problem} ${one.transactionId}`} problem={one} named />
        ))}
      </ul>
      <span class="buttons">
        {items.length > FIRST && (
          <button class="small" onClick={() => show(!all)}>
            {all ? "Show fewer" : `Show all ${items.length}`}
          </button>
        )}
        <Link to={["security", "problems"]}>The whole list</Link>
      </span>
    </section>
  );
}

export function ProblemLine({ problem, named }: { problem: Problem; named?: boolean }) {
  return (
    <li>
      {named && <Link to={["charge-points", problem.chargePointId]}>{problem.chargePointId}</Link>}
      <strong>{words(problem.problem)}</strong>
      {typeof problem.transactionId === "number" && (
        <Link to={["transactions", problem.chargePointId, String(problem.transactionId)]}>transaction {problem.transactionId}</Link>
      )}
      <span class="grow">{problem.remedy}</span>
      <span class="faint">
        {problem.times > 1 ? `${problem.times} times, ` : ""}
        <Ago at={problem.lastAt} />
      </span>
    </li>
  );
}
