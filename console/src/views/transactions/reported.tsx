// Its start and its stop, as the charge point told them.
import type { ComponentChildren } from "preact";
import type { Transaction } from "../../api/types.ts";
import { At, duration } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";

const LATE = 300_000; // milliseconds from when it happened until it was received

export function Reported({ one }: { one: Transaction }) {
  const { reported, estimate } = one;
  const told = one.stopReceivedAt !== undefined;
  const closed = one.status === "stopped" && !told && !one.assignedStop;
  return (
    <section class="panel" aria-label="Start and stop">
      <h2>
        Start and stop <span class="faint">as the charge point reported them</span>
      </h2>
      <table class="plain">
        <thead>
          <tr>
            <td />
            <th scope="col">Start</th>
            <th scope="col">Stop</th>
          </tr>
        </thead>
        <tbody>
          <Line name="By its clock" start={<At at={one.startedAt} />} stop={told ? <Time at={reported?.stoppedAt ?? one.stoppedAt} /> : null} />
          <Line
            name="Received"
            start={<Received at={one.startReceivedAt} happened={one.startedAt} />}
            stop={told && <Received at={one.stopReceivedAt} happened={reported?.stoppedAt ?? one.stoppedAt} />}
          />
          <Line
            name="Meter"
            start={meter(reported ? reported.meterStart : one.meterStart)}
            stop={told && meter(reported ? reported.meterStop : one.meterStop)}
          />
          <Line name="Id tag" start={one.idTag} stop={told && (one.stopIdTag ?? "not told")} />
          <Line name="Answered" start={answer(one)} stop={null} />
          <Line name="Reason" start={null} stop={told && words(one.stopReason ?? "Local")} />
          {one.reservationId !== undefined && <Line name="Reservation" start={one.reservationId} stop={null} />}
        </tbody>
      </table>
      {one.status === "running" && (
        <p class="faint">It has not stopped yet. {one.register === undefined ? "Its meter has told nothing." : `Its meter stands at ${meter(one.register)}.`}</p>
      )}
      {closed && estimate && <p class="faint">The charge point has not told of its stop: what stands as its end is an estimate.</p>}
      {one.asSent && (
        <details>
          <summary>What had to be mended in its messages, as it came</summary>
          <pre>{JSON.stringify(one.asSent, null, 2)}</pre>
        </details>
      )}
    </section>
  );
}

function Line({ name, start, stop }: { name: string; start: ComponentChildren; stop: ComponentChildren }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{start || <span class="faint">–</span>}</td>
      <td>{stop || <span class="faint">–</span>}</td>
    </tr>
  );
}

function Time({ at }: { at: string | undefined }) {
  return at ? <At at={at} /> : null;
}

function Received({ at, happened }: { at: string | undefined; happened: string | undefined }) {
  if (!at) return null;
  const late = Date.parse(at) - Date.parse(happened ?? at);
  return (
    <>
      <At at={at} />
      {late > LATE && late < 1e11 && <small> {duration(late)} later</small>}
    </>
  );
}

function meter(wattHours: number | undefined): string {
  return wattHours === undefined ? "not told" : `${wattHours.toLocaleString()} Wh`;
}

function answer({ idTagInfo }: Transaction): string {
  const { status, parentIdTag } = idTagInfo as { status?: string; parentIdTag?: string };
  return [words(status ?? ""), parentIdTag && `group ${parentIdTag}`].filter(Boolean).join(", ");
}
