// What was not taken of it, and how it departs from OCPP.
import { SLOW, useLive } from "../../../api/live.ts";
import type { Item } from "../../../api/types.ts";
import { download } from "../../../parts/download.ts";
import { Failure } from "../../../parts/said.tsx";
import { Ago } from "../../../parts/time.tsx";
import { words } from "../../../parts/units.ts";

type Deviation = Item<"/charge-points/{chargePointId}/deviations">;

const MOST = 200;

const KINDS: Record<string, string> = {
  DecimalComma: "has a comma for the decimal point",
  Empty: "is empty",
  Fraction: "is no whole number",
  Missing: "is missing",
  NoTime: "is no time",
  NotAList: "is no list",
  NotANumber: "is no number",
  NotText: "is no text",
  NotTrueOrFalse: "is neither true nor false",
  Null: "is null",
  NumberAsText: "is a number written as text",
  Spelling: "is spelled differently",
  TimeFormat: "is a time in another format",
  TooLong: "is too long",
  UnknownMember: "is not known to OCPP",
  UnknownWord: "has a word that OCPP does not have",
  Unreadable: "cannot be read",
};

export function RefusedCalls({ id }: { id: string }) {
  const live = useLive("/charge-points/{chargePointId}/refused-calls", { params: { chargePointId: id }, query: { limit: 50 } }, SLOW);
  const items = live.data?.items ?? [];
  return (
    <section class="panel" aria-label="Refused calls">
      <h2>
        Refused calls <span class="faint">of charging, that the CSMS has not taken</span>
      </h2>
      {live.problem && <Failure problem={live.problem} again={live.again} />}
      {live.data && !items.length && <p class="faint">All that it said of charging was taken.</p>}
      <ul class="lines">
        {items.map((one) => (
          <li key={`${one.action} ${one.receivedAt}`}>
            <strong>{words(one.action)}</strong>
            <span class="grow">{one.why ?? "Why is not known any more."}</span>
            <span class="faint">
              <Ago at={one.receivedAt} />
            </span>
            <details>
              <summary class="faint">As it was said; what it tells has to be put right by hand</summary>
              <pre>{JSON.stringify(one.payload, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Deviations({ id }: { id: string }) {
  const live = useLive("/charge-points/{chargePointId}/deviations", { params: { chargePointId: id }, query: { limit: MOST } }, SLOW);
  const items = live.data?.items ?? [];
  const save = () => download(`${id.replace(/[^\w.-]/g, "_")}-deviations.json`, "application/json", `${JSON.stringify(items, null, 2)}\n`);
  return (
    <section class="panel" aria-label="Deviations">
      <h2>
        Deviations <span class="faint">from OCPP, which the CSMS mends</span>
        {items.length > 0 && (
          <button class="small" onClick={save}>
            Export for the manufacturer
          </button>
        )}
      </h2>
      {live.problem && <Failure problem={live.problem} again={live.again} />}
      {live.data && !items.length && <p class="faint">It speaks OCPP as it is written.</p>}
      <ul class="lines">
        {items.map((one) => (
          <li key={`${one.action} ${one.member} ${one.kind}`}>
            <strong>{one.action}</strong>
            <span class="grow">
              <code>{one.member}</code> {KINDS[one.kind] ?? words(one.kind)}
              {one.example !== undefined && (
                <>
                  , such as <code>{one.example}</code>
                </>
              )}
            </span>
            <Often one={one} />
          </li>
        ))}
      </ul>
      {live.data?.cursor && <p class="faint">These are the first {MOST}; csms deviations {id} --all tells all.</p>}
    </section>
  );
}

function Often({ one }: { one: Deviation }) {
  return (
    <span class="faint">
      {one.atLeast > 1 ? `${one.atLeast} times or more, ` : ""}
      <Ago at={one.lastAt} />
    </span>
  );
}
