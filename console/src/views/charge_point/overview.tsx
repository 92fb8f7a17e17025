// How it stands: its connectors with what charges there, its problems, and what it says of itself.
import { SLOW, useLive } from "../../api/live.ts";
import { Empty } from "../../parts/said.tsx";
import { At } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { Where } from "../fleet/adding.tsx";
import { ProblemLine } from "../fleet/problems.tsx";
import { connectorsOf } from "../fleet/standing.ts";
import { WhyNot } from "./connectivity.tsx";
import { ConnectorCard } from "./connector.tsx";
import type { PartGiven } from "./view.tsx";

export function Overview({ id, chargePoint }: PartGiven) {
  const params = { chargePointId: id };
  const problems = useLive("/charge-points/{chargePointId}/problems", { params }, SLOW);
  const sessions = useLive("/charge-points/{chargePointId}/transactions", { params, query: { limit: 20 } });
  const connectors = connectorsOf(chargePoint);
  const raised = problems.data?.items ?? [];
  return (
    <>
      {raised.length > 0 && (
        <section class="panel attention" aria-label="Problems">
          <ul class="lines">
            {raised.map((one) => (
              <ProblemLine key={`${one.problem} ${one.transactionId}`} problem={one} />
            ))}
          </ul>
        </section>
      )}
      {!chargePoint.connected && <WhyNot id={id} />}
      {connectors.length ? (
        <div class="cards">
          {connectors.map((each) => (
            <ConnectorCard
              key={each.connectorId}
              id={id}
              connected={chargePoint.connected}
              connector={each}
              more={sessions.data?.cursor !== undefined}
              transactions={(sessions.data?.items ?? []).filter((one) => one.connectorId === each.connectorId)}
            />
          ))}
        </div>
      ) : (
        <Empty title={chargePoint.bootedAt ? "It has not told of its connectors yet." : "It has not come yet."}>
          <Where id={id} profile={chargePoint.securityProfile} />
        </Empty>
      )}
      <section class="panel" aria-label="What is known of it">
        <h2>What is known of it</h2>
        <dl class="facts">
          {Object.entries(chargePoint.boot ?? {}).map(([name, value]) => (
            <Fact key={name} name={words(name)} value={typeof value === "string" ? value : JSON.stringify(value)} />
          ))}
          <Fact name="Security profile" value={String(chargePoint.securityProfile)} />
          <Fact name="Address" value={chargePoint.connection?.sourceIp} />
          {chargePoint.connection && (
            <div>
              <dt>Connected since</dt>
              <dd>
                <At at={chargePoint.connection.connectedAt} />
              </dd>
            </div>
          )}
          {chargePoint.bootedAt && (
            <div>
              <dt>Booted</dt>
              <dd>
                <At at={chargePoint.bootedAt} />
              </dd>
            </div>
          )}
          {Object.entries(chargePoint.statuses).map(([name, said]) => (
            <Fact key={name} name={words(name.replace("Notification", ""))} value={said.status} />
          ))}
        </dl>
      </section>
    </>
  );
}

export function Fact({ name, value }: { name: string; value: string | undefined }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
