// One transaction: what it charged and when, what was reported, and what operators can do about it.
import { useEffect, useState } from "preact/hooks";
import { LIVE, SLOW, useLive } from "../../api/live.ts";
import type { Transaction } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Link } from "../../parts/link.tsx";
import { Empty, Failure, Loading, Stale } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import { Ago } from "../../parts/time.tsx";
import { energy, power, words } from "../../parts/units.ts";
import { Outcome } from "../charge_point/command_form.tsx";
import { curveOf } from "../charge_point/curve.ts";
import { Curve, useReadings } from "../charge_point/session_curve.tsx";
import { useCommand } from "../charge_point/sending.ts";
import { Acting } from "./acting.tsx";
import { Lasted } from "./columns.tsx";
import { Doubles, History } from "./history.tsx";
import { marksOf } from "./marks.ts";
import { Readings } from "./readings.tsx";
import { Reported } from "./reported.tsx";

const BELOW_ZERO = "EnergyBelowZero";
const PATH = "/charge-points/{chargePointId}/transactions/{transactionId}";

export function One({ id, number }: { id: string; number: string }) {
  const [settled, settle] = useState(false);
  const live = useLive(/^\d+$/.test(number) ? PATH : null, { params: { chargePointId: id, transactionId: number } }, settled ? SLOW : LIVE);
  useEffect(() => settle(live.data?.status === "stopped"), [live.data?.status]);
  if (!/^\d+$/.test(number)) return <Empty title="A transaction has a number; this is none." />;
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  return (
    <>
      <Stale problem={live.problem} />
      <Shown one={live.data} etag={live.etag} changed={live.again} />
    </>
  );
}

function Shown({ one, etag, changed }: { one: Transaction; etag: string | null; changed: () => void }) {
  const readings = useReadings(one);
  const sending = useCommand(one.chargePointId);
  const mayChange = useMay("operator");
  const raised = useLive("/charge-points/{chargePointId}/problems", { params: { chargePointId: one.chargePointId } }, SLOW);
  const problems = (raised.data?.items ?? []).filter((each) => each.transactionId === one.transactionId);
  const raisedToo = problems.some((each) => each.problem === BELOW_ZERO);
  const marks = marksOf(one).filter((mark) => !(raisedToo && mark.name === "Below zero"));
  const again = () => {
    changed();
    raised.again();
  };
  const running = one.status === "running";
  const now = running ? curveOf(readings.items, one).power.findLast((value) => value !== null) : null;
  return (
    <>
      <div class="title">
        <h1>Transaction {one.transactionId}</h1>
        <Badge tone={running ? "busy" : "off"}>{running ? "Running" : "Stopped"}</Badge>
        <span class="faint">
          <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link>, connector {one.connectorId}
        </span>
        {mayChange && (
          <span class="right">
            <Acting one={one} etag={etag} sending={sending} changed={again} />
          </span>
        )}
      </div>
      <Outcome sending={sending} />
      {problems.length + marks.length > 0 && (
        <section class={problems.length ? "panel attention" : "panel"} aria-label="To know about it">
          <ul class="lines">
            {problems.map((each) => (
              <li key={each.problem}>
                <strong>{words(each.problem)}</strong>
                <span class="grow">{each.remedy}</span>
                <span class="faint">
                  <Ago at={each.lastAt} />
                </span>
              </li>
            ))}
            {marks.map((mark) => (
              <li key={mark.name}>
                <span class={`chip ${mark.tone}`}>{mark.name}</span>
                <span class="grow">{mark.told}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="panel" aria-label="Power and energy">
        <div class="figures">
          <span>
            <b>{energy(one.energy)}</b> charged
          </span>
          <span>
            <b>
              <Lasted one={one} />
            </b>{" "}
            {running ? "so far" : "in all"}
          </span>
          {running && now !== null && (
            <span>
              <b>{power(now)}</b> now
            </span>
          )}
          <span>
            <b>{one.idTag}</b>
            <Link to={["transactions"]} query={new URLSearchParams({ idTag: one.idTag }).toString()}>
              all of this id tag
            </Link>
          </span>
        </div>
        <Curve transaction={one} readings={readings} />
      </section>
      <History one={one} />
      <Doubles one={one} />
      <Reported one={one} />
      <section aria-label="What the meter said">
        <h2>What the meter said</h2>
        <Readings readings={readings} />
      </section>
    </>
  );
}
