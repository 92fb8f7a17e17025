// What was said on its connections: a CALL and its answer together, with what an error means.
import { useMemo, useState } from "preact/hooks";
import { Empty, Failure, Loading } from "../../../parts/said.tsx";
import { Search } from "../../../parts/search.tsx";
import { useNow } from "../../../parts/time.tsx";
import { filter, useAddress } from "../../../router.ts";
import type { PartGiven } from "../view.tsx";
import { Export } from "./exporting.tsx";
import { useTrace } from "./following.ts";
import { faultOf } from "./frames.ts";
import { Line } from "./line.tsx";

export function Messages({ id, chargePoint }: PartGiven) {
  const { query } = useAddress();
  const [action, direction, text] = ["action", "direction", "text"].map((name) => query.get(name) ?? "") as [string, string, string];
  const errors = query.get("only") === "errors";
  const [paused, pause] = useState(false);
  const [exporting, exportThem] = useState(false);
  const trace = useTrace(id, { action, direction }, paused);
  const [seen, keep] = useState<string[]>([]);
  const now = useNow(30);
  const actions = useMemo(() => {
    const found = [...new Set([...seen, action, ...trace.messages.map((one) => one.action ?? "")])].filter(Boolean).sort();
    if (found.length !== seen.length) keep(found);
    return found;
  }, [trace.messages]);
  const shown = useMemo(() => {
    const sought = text.toLowerCase();
    return trace.messages
      .map((message) => ({ message, fault: faultOf(message, now) }))
      .filter(({ fault }) => !errors || fault)
      .filter(({ message }) => !sought || `${message.frame}${message.answer}${message.error}`.toLowerCase().includes(sought));
  }, [trace.messages, text, errors, now]);
  return (
    <section class="panel" aria-label="Messages">
      <div class="filters">
        <select aria-label="Action" value={action} onChange={(event) => filter({ action: event.currentTarget.value })}>
          <option value="">All actions</option>
          {actions.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <select aria-label="Direction" value={direction} onChange={(event) => filter({ direction: event.currentTarget.value })}>
          <option value="">Both directions</option>
          <option value="fromChargePoint">▶ From the charge point</option>
          <option value="fromCsms">◀ From the CSMS</option>
        </select>
        <button aria-pressed={errors} onClick={() => filter({ only: errors ? null : "errors" })}>
          Errors only
        </button>
        <Search label="Search in the frames" value={text} change={(typed) => filter({ text: typed })} />
        <button aria-pressed={paused} onClick={() => pause(!paused)}>
          {paused ? "Go on" : "Pause"}
        </button>
        <button onClick={() => exportThem(true)} disabled={!shown.length}>
          Export {shown.length}…
        </button>
      </div>
      {trace.problem && <Failure problem={trace.problem} />}
      {paused && <p class="stale">Paused. What is said meanwhile is shown when you go on.</p>}
      {trace.leavesOut.length > 0 && (
        <p class="faint">
          Of {trace.leavesOut.join(" and ")} only what is stored nowhere else is kept here (MessageLog=Telling): when it was heard last is above, and samples
          are with their transaction.
        </p>
      )}
      {!trace.loaded && !trace.problem && <Loading />}
      {trace.loaded && !shown.length && (
        <Empty title={errors ? "Nothing went wrong among what is loaded." : "There is no such message."}>
          {(action || direction || text || errors) && (
            <button onClick={() => filter({ action: null, direction: null, text: null, only: null })}>Show all</button>
          )}
        </Empty>
      )}
      <ol class="trace">
        {shown.map(({ message, fault }) => (
          <Line key={message.id} message={message} fault={fault} />
        ))}
      </ol>
      {trace.older && (
        <button class="older" disabled={trace.busy} onClick={trace.older}>
          {trace.busy ? "Loading…" : "Load older messages"}
        </button>
      )}
      {exporting && (
        <Export
          chargePoint={chargePoint}
          messages={shown.map((each) => each.message)}
          filters={{ action, direction, text, only: errors ? "errors" : "" }}
          leavesOut={trace.leavesOut}
          close={() => exportThem(false)}
        />
      )}
    </section>
  );
}
