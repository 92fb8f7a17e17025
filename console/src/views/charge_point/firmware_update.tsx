// One firmware update: its steps as OCPP tells them, and how it ended.
import { useEffect } from "preact/hooks";
import { useLive } from "../../api/live.ts";
import type { FirmwareUpdate } from "../../api/types.ts";
import { At, clock, exactly } from "../../parts/time.tsx";
import { sentence } from "../../parts/units.ts";
import { helpFor, stepsOf, toldBy } from "./steps.ts";
import type { Step } from "./steps.ts";

const NEVER = 3600; // seconds: the trace is read anew when the update has moved, no sooner
const LATE = 1500; // milliseconds: the trace is written behind the answer
const AFTER = 60_000; // milliseconds behind its end that may tell of it still
const MARKS: Record<Step["is"], string> = { done: "✓", now: "●", "to come": "○", failed: "✕" };
const SPOKEN: Record<Step["is"], string> = { done: "done", now: "now", "to come": "to come", failed: "failed" };

export function UpdateSteps({ id, update }: { id: string; update: FirmwareUpdate }) {
  const told = useTold(id, update);
  const steps = stepsOf(update, told);
  const help = helpFor(update);
  return (
    <>
      <ol class="steps" aria-label="Steps of the update">
        {steps.map((step) => (
          <li key={step.name} class={step.is.replace(" ", "-")} aria-current={step.is === "now" ? "step" : undefined}>
            <span class="mark" aria-hidden="true">
              {MARKS[step.is]}
            </span>
            <span>{step.name}</span>
            <span class="unseen">{SPOKEN[step.is]}</span>
            {step.at && (
              <time class="faint" dateTime={step.at} title={exactly(step.at)}>
                {clock(step.at)}
              </time>
            )}
          </li>
        ))}
      </ol>
      {update.reason && update.outcome !== "installed" && <p class="fault">{sentence(update.reason)}</p>}
      {help && <p>{help}</p>}
      {!update.ended && update.dueAt && (
        <p class="faint">
          The next step is due by <At at={update.dueAt} />.
        </p>
      )}
    </>
  );
}

/** What the charge point has notified since the update was asked for. */
function useTold(chargePointId: string, update: FirmwareUpdate): Map<string, string> {
  const signed = update.action === "SignedUpdateFirmware";
  const action = signed ? "SignedFirmwareStatusNotification" : "FirmwareStatusNotification";
  const to = update.endedAt ? new Date(Date.parse(update.endedAt) + AFTER).toISOString() : undefined;
  const query = { action, from: update.requestedAt ?? undefined, to, order: "asc", limit: 50 };
  const trace = useLive("/charge-points/{chargePointId}/messages", { params: { chargePointId }, query }, NEVER);
  useEffect(() => {
    if (!trace.data) return undefined;
    trace.again();
    const timer = setTimeout(trace.again, LATE);
    return () => clearTimeout(timer);
  }, [update.progress, update.progressAt]);
  return toldBy(trace.data?.items ?? [], signed ? (update.requestId ?? undefined) : undefined);
}
