// Where an id tag charges now, and where it did last.
import { useState } from "preact/hooks";
import { get } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem, useLive } from "../../api/live.ts";
import { usePaged } from "../../api/paged.ts";
import type { Transaction } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import { Failure, Loading } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import { Ago, duration, useNow } from "../../parts/time.tsx";
import { energy, words } from "../../parts/units.ts";

const PART = 100; // of those that run
const LATEST = 10;

export function ChargingNow({ idTag }: { idTag: string }) {
  const now = useNow(5);
  const running = usePaged("/transactions", { query: { idTag, status: "running" } }, PART, 0);
  return (
    <section class="panel" aria-label="Charging now">
      <h2>Charging now</h2>
      {running.problem && <Failure problem={running.problem} />}
      {!running.items.length && (running.more || !running.loaded) && !running.problem && <Loading />}
      {!running.items.length && running.loaded && !running.more && <p class="faint">It charges nowhere at the moment.</p>}
      <ul class="lines">
        {running.items.map((one) => (
          <li key={keyOf(one)}>
            <Place one={one} />
            <Badge tone="busy">Charging</Badge>
            <span class="grow">{one.energy == null ? "no energy told yet" : `${energy(one.energy)} so far`}</span>
            <span class="faint">for {duration(now - Date.parse(one.startedAt))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Older {
  items: Transaction[];
  cursor: string | undefined;
}

export function Latest({ idTag }: { idTag: string }) {
  const query = { idTag, limit: LATEST };
  const latest = useLive("/transactions", { query });
  const [older, keep] = useState<Older>();
  const [busy, work] = useState(false);
  const [problem, fail] = useState<ApiProblem>();
  const cursor = older ? older.cursor : (latest.data?.cursor ?? undefined);
  const items = [...new Map([...(latest.data?.items ?? []), ...(older?.items ?? [])].map((one) => [keyOf(one), one])).values()];
  const back = async () => {
    work(true);
    fail(undefined);
    try {
      const got = await get("/transactions", { query: { ...query, cursor } });
      if (got) keep({ items: [...(older?.items ?? []), ...got.body.items], cursor: got.body.cursor ?? undefined });
    } catch (error) {
      fail(asProblem(error));
    }
    work(false);
  };
  return (
    <section class="panel" aria-label="Latest transactions">
      <h2>
        Latest transactions
        <Link to={["transactions"]} query={new URLSearchParams({ idTag }).toString()}>
          All of them
        </Link>
      </h2>
      {!latest.data && (latest.problem ? <Failure problem={latest.problem} /> : <Loading />)}
      {latest.data && !items.length && <p class="faint">{cursor ? "None among the latest of the fleet." : "It has never charged."}</p>}
      <ul class="lines">
        {items.map((one) => (
          <li key={keyOf(one)}>
            <Place one={one} />
            <span class="grow">
              <b>{energy(one.energy ?? undefined)}</b>
              {one.stopReason ? <span class="faint"> ({words(one.stopReason)})</span> : ""}
            </span>
            {one.idTagInfo["status"] !== "Accepted" && <Badge tone="bad">{words(String(one.idTagInfo["status"]))}</Badge>}
            <span class="faint">
              <Ago at={one.startedAt} />
              {one.stoppedAt ? `, for ${duration(Date.parse(one.stoppedAt) - Date.parse(one.startedAt))}` : ", running"}
            </span>
          </li>
        ))}
      </ul>
      {problem && <Failure problem={problem} />}
      {cursor && (
        <button class="small" disabled={busy} onClick={() => void back()}>
          {busy ? "Looking…" : "Look further back"}
        </button>
      )}
    </section>
  );
}

function Place({ one }: { one: Transaction }) {
  return (
    <span class="two">
      <Link to={["transactions", one.chargePointId, String(one.transactionId)]}>{one.chargePointId}</Link> <small>connector {one.connectorId}</small>
    </span>
  );
}

function keyOf({ chargePointId, transactionId }: Transaction): string {
  return `${chargePointId} ${transactionId}`;
}
