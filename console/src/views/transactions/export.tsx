// The transactions that the filters leave, as a file.
import { useEffect, useState } from "preact/hooks";
import { useExport } from "../../api/exporting.ts";
import type { Format } from "../../api/exporting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { download } from "../../parts/download.ts";
import { howMany } from "../../parts/how_many.ts";
import { Failure } from "../../parts/said.tsx";
import type { Filters } from "./asked.ts";

const FORMATS: { format: Format; name: string; told: string; type: string }[] = [
  { format: "csv", name: "CSV", told: "One line each, for a spreadsheet or for billing.", type: "text/csv" },
  { format: "json", name: "JSON", told: "All that is known, with the history of each.", type: "application/json" },
];

export function Export({ filters, filtered, close }: { filters: Filters; filtered: boolean; close: () => void }) {
  const [chosen, choose] = useState<Format>("csv");
  const exporting = useExport();
  const { busy, rows, problem, done } = exporting;
  useEffect(() => exporting.stop, []);
  useEffect(() => {
    const told = FORMATS.find((each) => each.format === done?.format);
    if (!done || !told) return;
    download(`transactions-${new Date().toISOString().slice(0, 10)}.${done.format}`, told.type, done.texts);
  }, [done]);
  return (
    <Dialog title="Export transactions" close={close}>
      <p>{filtered ? "Those that the filters leave, all of them, energy in Wh." : "All of the fleet, energy in Wh. The filters of the list choose some."}</p>
      <fieldset disabled={busy}>
        <legend>Format</legend>
        {FORMATS.map((each) => (
          <label key={each.format} class="choice">
            <input type="radio" name="format" checked={chosen === each.format} onChange={() => choose(each.format)} />
            <span>
              {each.name} <small>{each.told}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <p role="status">
        {busy && `${howMany(rows, "transaction")} so far…`}
        {done && `${howMany(rows, "transaction is", "transactions are")} in the file that was saved.`}
      </p>
      {problem && <Failure problem={problem} />}
      <footer>
        <button onClick={close}>{done ? "Close" : "Leave it"}</button>
        {problem && rows > 0 && <button onClick={exporting.goOn}>Go on after {rows}</button>}
        <button class="primary" disabled={busy} onClick={() => exporting.begin("/transactions", chosen, { ...filters })}>
          {busy ? "Exporting…" : "Export"}
        </button>
      </footer>
    </Dialog>
  );
}
