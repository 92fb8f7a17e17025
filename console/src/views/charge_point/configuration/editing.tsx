// Setting one configuration key, and what the charge point says to it.
import { useState } from "preact/hooks";
import { Dialog } from "../../../parts/dialog.tsx";
import { Outcome } from "../command_form.tsx";
import { useOrder } from "../sending.ts";
import { KNOWN_KEYS, meaningOf } from "./keys.ts";
import type { Meaning } from "./keys.ts";
import { Measurands } from "./measurands.tsx";
import { reading, unfit } from "./values.ts";

interface Given {
  id: string;
  /** Empty: it is asked for, too. */
  begin: string;
  value: string | undefined;
  wanted: string | undefined;
  changed: () => void;
  close: () => void;
}

const PATH = "/charge-points/{chargePointId}/configuration/{key}";

export function EditKey({ id, begin, value, wanted, changed, close }: Given) {
  const [key, setKey] = useState(begin);
  const [next, setNext] = useState(wanted ?? value ?? "");
  const { order, busy, result, problem, force } = useOrder();
  const meaning = meaningOf(key);
  const wrong = unfit(next, meaning);
  const was = value === undefined ? "" : `It was ${value === "" ? "empty" : value}.`;
  const submit = async (event: Event) => {
    event.preventDefault();
    await order("PUT", PATH, { params: { chargePointId: id, key } }, { value: next });
    changed();
  };
  return (
    <Dialog title={begin ? `Set ${begin}` : "Set another key"} close={close}>
      <form onSubmit={(event) => void submit(event)}>
        {!begin && (
          <label>
            Key
            <input required maxLength={50} list="known-keys" value={key} onInput={(event) => setKey(event.currentTarget.value)} />
            <datalist id="known-keys">
              {KNOWN_KEYS.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          </label>
        )}
        {meaning && <p>{meaning.told}</p>}
        <label>
          Value
          <Value value={next} meaning={meaning} change={setNext} />
          <small>
            {[next && meaning?.unit ? `${next} ${reading(next, meaning)}.` : "", was, wanted === undefined ? "" : `Its template wants ${wanted}.`].join(" ")}
          </small>
          {wrong && next !== "" && <small class="fault">{wrong}</small>}
        </label>
        {meaning?.kind === "measurands" && <Measurands value={next} change={setNext} />}
        <footer>
          <button type="button" onClick={close}>
            {result ? "Close" : "Leave it"}
          </button>
          <button class="primary" disabled={busy || !key || wrong !== undefined}>
            {busy ? "Waiting for its answer…" : "Set it"}
          </button>
        </footer>
        <Outcome sending={{ command: result, problem, busy, force }} />
      </form>
    </Dialog>
  );
}

function Value({ value, meaning, change }: { value: string; meaning: Meaning | undefined; change: (value: string) => void }) {
  if (meaning?.kind === "flag") {
    const flags = ["true", "false"];
    return (
      <select value={value.toLowerCase()} onChange={(event) => change(event.currentTarget.value)}>
        {!flags.includes(value.toLowerCase()) && <option value={value}>{value}</option>}
        {flags.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    );
  }
  const mode = meaning?.kind === "number" ? "numeric" : "text";
  return <input inputMode={mode} maxLength={500} value={value} onInput={(event) => change(event.currentTarget.value)} />;
}
