// Why a charge point is not connected, as far as that can be known, and what helps.
import { SLOW, useLive } from "../../api/live.ts";
import { Ago } from "../../parts/time.tsx";

const MOST = 3; // of its attempts; the messages have them all

export function WhyNot({ id }: { id: string }) {
  const told = useLive("/charge-points/{chargePointId}/connectivity", { params: { chargePointId: id } }, SLOW);
  if (!told.data || told.data.state === "connected") return null;
  const { reason, remedies, attempts } = told.data;
  return (
    <section class="panel" aria-label="Why it is not connected">
      <h2>Not connected: {reason}</h2>
      {remedies.length > 0 && (
        <ul>
          {remedies.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      <ul class="lines">
        {attempts.slice(0, MOST).map((one) => (
          <li key={`${one.at} ${one.type}`}>
            <strong>{one.type}</strong>
            <span class="grow">
              {one.reason} <span class="faint">from {one.sourceIp}</span>
            </span>
            <span class="faint">
              {one.tries > 1 ? `${one.tries} times, ` : ""}
              <Ago at={one.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
