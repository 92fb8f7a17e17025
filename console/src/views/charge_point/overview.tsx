// How it stands: its connectors with what charges there, its problems, and what it says of itself.
import type { ComponentChildren } from "preact";
import { SLOW, useLive } from "../../api/live.ts";
import type { ChargePoint } from "../../api/types.ts";
import { Facts } from "../../parts/facts.tsx";
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
        <Facts facts={factsOf(chargePoint)} />
      </section>
    </>
  );
}

function factsOf({ boot, securityProfile, connection, bootedAt, statuses }: ChargePoint): Record<string, ComponentChildren> {
  const booted = Object.entries(boot ?? {}).map(([name, value]) => [words(name), typeof value === "string" ? value : JSON.stringify(value)]);
  const told = Object.entries(statuses).map(([name, { status }]) => [words(name.replace("Notification", "")), status]);
  return {
    ...(Object.fromEntries(booted) as Record<string, string>),
    "Security profile": securityProfile,
    Address: connection?.sourceIp,
    "Connected since": connection && <At at={connection.connectedAt} />,
    Booted: bootedAt && <At at={bootedAt} />,
    ...(Object.fromEntries(told) as Record<string, string>),
  };
}
