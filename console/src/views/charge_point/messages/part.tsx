// What was said on its connections: a CALL and its answer together, with what an error means.
import { useMemo, useState } from "preact/hooks";
import type { Message } from "../../api/types.ts";
import { Empty, Failure, Loading } from "../../parts/said.tsx";
import { Search } from "../../parts/search.tsx";
import { clock, exactly } from "../../parts/time.tsx";
import { filter, useAddress } from "../../router.ts";
import { useTrace } from "./following.ts";
import { explained, gist, pretty } from "./frames.ts";
import type { PartGiven } from "./view.tsx";

export function Messages({ id }: PartGiven) {
  const { query } = useAddress();
  const action = query.get("action") ?? "";
  const text = query.get("text") ?? "";
  const [paused, pause] = useState(false);
  const trace = useTrace(id, action, paused);
  const [seen, keep] = useState<string[]>([]);
  const actions = useMemo(() => {
    const found = [...new Set([...seen, ...trace.messages.map((one) => one.action ?? "")])].filter(Boolean).sort();
    if (found.length !== seen.length) keep(found);
    return found;
  }, [trace.messages]);
  const shown = trace.messages.filter((one) => !text || `${one.frame}${one.answer}${one.error}`.includes(text));
  return (
    <section class="panel" aria-label="Messages">
      <div class="filters">
        <select aria-label="Action" value={action} onChange={(event) => filter({ action: event.currentTarget.value })}>
          <option value="">All actions</option>
          {actions.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <Search label="Search in the frames" value={text} change={(typed) => filter({ text: typed })} />
        <button aria-pressed={paused} onClick={() => pause(!paused)}>
          {paused ? "Go on" : "Pause"}
        </button>
        <button onClick={() => exported(id, shown)} disabled={!shown.length}>
          Export {shown.length} for the manufacturer
        </button>
      </div>
      {trace.problem && <Failure problem={trace.problem} />}
      {!trace.loaded && !trace.problem && <Loading />}
      {trace.loaded && !shown.length && <Empty title="There is no such message." />}
      <ol class="trace">
        {shown.map((one) => (
          <Line key={one.id} message={one} />
        ))}
      </ol>
    </section>
  );
}

function Line({ message }: { message: Message }) {
  const ours = message.direction === "fromCsms";
  const error = explained(message);
  return (
    <li class={error ? "bad" : ""}>
      <details>
        <summary>
          <time dateTime={message.at} title={exactly(message.at)}>
            {clock(message.at)}
          </time>
          <span class={ours ? "arrow ours" : "arrow"} title={ours ? "from the CSMS" : "from the charge point"}>
            {ours ? "◀" : "▶"}
          </span>
          <strong>{message.action ?? (message.frame ? "Answer" : "Connection")}</strong>
          <span class="grow faint said-short">{error ?? gist(message)}</span>
          <span class="faint">{message.milliseconds === undefined ? "" : `${message.milliseconds} ms`}</span>
        </summary>
        <div class="frames">
          {message.frame && (
            <div>
              <small>{ours ? "The CSMS asks" : "The charge point says"}</small>
              <pre>{pretty(message.frame)}</pre>
            </div>
          )}
          {message.answer && (
            <div>
              <small>{ours ? "The charge point answers" : "The CSMS answers"}</small>
              <pre>{pretty(message.answer)}</pre>
            </div>
          )}
        </div>
        {message.error && <p>{message.error}</p>}
        {error && <p>{error}</p>}
      </details>
    </li>
  );
}

function exported(id: string, messages: Message[]): void {
  const lines = [...messages].reverse().map((one) => JSON.stringify(one));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "application/jsonl" }));
  link.download = `${id}-messages.jsonl`;
  link.click();
  URL.revokeObjectURL(link.href);
}
