// What operators did to a transaction, and which others it may be.
import { SLOW, useLive } from "../../api/live.ts";
import type { Transaction } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import { At, exactly } from "../../parts/time.tsx";
import { energy, words } from "../../parts/units.ts";

interface Entry {
  at: string;
  who: string;
  what: string;
  note: string;
  changes: string[];
}

export function History({ one }: { one: Transaction }) {
  const entries = entriesOf(one);
  if (!entries.length) return null;
  return (
    <section class="panel" aria-label="What operators did">
      <h2>What operators did</h2>
      <ol class="lines">
        {entries.map((each) => (
          <li key={each.at}>
            <strong>{each.what}</strong>
            <span class="grow">
              {each.changes.map((change) => (
                <div key={change}>{change}</div>
              ))}
              <q>{each.note}</q>
            </span>
            <span class="faint">
              {each.who}, <At at={each.at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Doubles({ one }: { one: Transaction }) {
  if (!one.possibleDoubles?.length) return null;
  return (
    <section class="panel" aria-label="It may be one of these again">
      <h2>It may be one of these again</h2>
      <p class="faint">
        They began alike, while the charge point had no clock, and with a boot in between: one start that came again, or two. Compare when
        they were received and what they charged; what is billed is for you to decide.
      </p>
      <ul class="lines">
        {one.possibleDoubles.map((number) => (
          <Double key={number} chargePointId={one.chargePointId} transactionId={number} />
        ))}
      </ul>
    </section>
  );
}

function Double({ chargePointId, transactionId }: { chargePointId: string; transactionId: number }) {
  const asked = { params: { chargePointId, transactionId } };
  const { data } = useLive("/charge-points/{chargePointId}/transactions/{transactionId}", asked, SLOW);
  return (
    <li>
      <Link to={["transactions", chargePointId, String(transactionId)]}>{transactionId}</Link>
      {data && (
        <>
          <span class="grow">
            {data.status === "running" ? "running" : "stopped"}, {energy(data.energy)}, id tag {data.idTag}
          </span>
          <span class="faint">
            received <At at={data.startReceivedAt} />
          </span>
        </>
      )}
    </li>
  );
}

function entriesOf(one: Transaction): Entry[] {
  const entries: Entry[] = [];
  const { estimate, assignedStop } = one;
  if (estimate) {
    const meter = estimate.meterStop === undefined ? "meter not known" : `meter ${estimate.meterStop} Wh`;
    const replaced = estimate.replacedAt ? [`replaced when its stop came, ${exactly(estimate.replacedAt)}`] : [];
    const end = `end ${exactly(estimate.stoppedAt)}, ${meter}, ${words(estimate.reason).toLowerCase()}`;
    entries.push({ ...judged(estimate), what: "Closed", changes: [end, ...replaced] });
  }
  if (assignedStop) {
    const forced = assignedStop.forced ? ["though the stop lies before its start"] : [];
    entries.push({ ...judged(assignedStop), what: "Ended by an orphan stop", changes: forced });
  }
  for (const each of one.corrections ?? []) {
    const changes = Object.entries(each.after).map(([name, value]) => {
      const before = (each.before as Record<string, string | number | undefined>)[name];
      return `${words(name)}: ${spelled(name, before)} → ${spelled(name, value as string | number)}`;
    });
    entries.push({ ...judged(each), what: "Corrected", changes });
  }
  return entries.sort((a, b) => a.at.localeCompare(b.at));
}

function judged({ at, by, name, note }: { at: string; by: string; name?: string; note: string }) {
  return { at, who: name ?? by, note };
}

function spelled(name: string, value: string | number | undefined): string {
  if (value === undefined) return "not known";
  return name === "stoppedAt" ? exactly(String(value)) : `${Number(value).toLocaleString()} Wh`;
}
