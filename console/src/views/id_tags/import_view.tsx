// Many id tags out of a file: what would become of each row is shown before anything is changed.
import { useMay } from "../../auth/roles.ts";
import { howMany } from "../../parts/how_many.ts";
import { Link } from "../../parts/link.tsx";
import { Empty, Failure } from "../../parts/said.tsx";
import { Table } from "../../parts/table.tsx";
import { filter, useAddress } from "../../router.ts";
import { COLUMNS, OUTCOMES } from "./import_columns.tsx";
import { useImport } from "./importing.ts";
import type { Importing } from "./importing.ts";

const EXAMPLE = "idTag,parentIdTag,expiryDate,blocked,maxActiveTransactions\n04E2B1A2C35880,FLEET-7,2027-01-01T00:00:00Z,false,1\n";

export function ImportView() {
  const mayChange = useMay("operator");
  const importing = useImport();
  const { sheet, busy, problem, choose, goOn, results } = importing;
  if (!mayChange) return <Empty title="Your role may not import id tags." />;
  return (
    <>
      <div class="title">
        <h1>Import id tags</h1>
        <span class="right">
          <Link to={["id-tags"]}>All id tags</Link>
        </span>
      </div>
      <section class="panel" aria-label="The file">
        <label>
          A file in CSV or JSON, as an export gives it
          <input
            type="file"
            accept=".csv,.json,text/csv,application/json"
            disabled={busy}
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file) choose(file);
            }}
          />
          <small>Nothing is changed yet: you see what would become of each row first.</small>
        </label>
        {!sheet && (
          <>
            <p class="faint">Of CSV the first line names the columns; only idTag has to be there. An empty cell leaves what is set.</p>
            <pre>{EXAMPLE}</pre>
          </>
        )}
      </section>
      {problem && <Failure problem={problem} {...(results.length || sheet ? { again: goOn } : {})} />}
      {sheet && <Results importing={importing} total={sheet.rows} name={sheet.name} />}
    </>
  );
}

function Results({ importing, total, name }: { importing: Importing; total: number; name: string }) {
  const { results, busy, real, run } = importing;
  const { query } = useAddress();
  const only = query.get("show");
  const counts = Object.entries(OUTCOMES).map(([outcome, how]) => ({
    outcome,
    ...how,
    count: results.filter((row) => row.outcome === outcome).length,
  }));
  const failed = results.filter((row) => row.outcome === "error").length;
  const useful = results.filter((row) => row.outcome === "created" || row.outcome === "changed").length;
  const shown = only ? results.filter((row) => row.outcome === only) : results;
  const whole = results.length === total && !busy;
  return (
    <>
      <section class="panel" aria-label="What becomes of it">
        <div class="title" role="status">
          <strong>{name}</strong>
          <span class="faint">{told(importing, total, useful, failed)}</span>
          <span class="right">
            {!real && (
              <button class="primary" disabled={!whole || !useful} onClick={() => run(true)}>
                {failed ? `Import the ${useful} without an error` : `Import ${useful}`}
              </button>
            )}
          </span>
        </div>
        {busy && <progress max={total} value={results.length} aria-label={`${results.length} of ${howMany(total, "row")}`} />}
      </section>
      <div class="tiles" role="group" aria-label="Show only">
        {counts.map((each) => (
          <button
            key={each.outcome}
            class={`tile ${each.tone}`}
            aria-pressed={only === each.outcome}
            onClick={() => filter({ show: only === each.outcome ? null : each.outcome })}
          >
            <b>{each.count}</b>
            <span>{real ? each.done : each.would}</span>
          </button>
        ))}
      </div>
      {shown.length > 0 ? (
        <Table
          label="Rows"
          items={shown}
          columns={COLUMNS}
          keyOf={(row) => String(row.row)}
          rowHeight={64}
          toneOf={(row) => (row.outcome === "error" ? "urgent" : "")}
        />
      ) : (
        whole && <Empty title="No row is like that." />
      )}
    </>
  );
}

function told({ busy, real, results }: Importing, total: number, useful: number, failed: number): string {
  const doing = real ? "Importing" : "Trying";
  if (busy) return `${doing}: ${results.length} of ${howMany(total, "row")}`;
  if (results.length < total) return `${doing} has stopped after ${results.length} of ${howMany(total, "row")}`;
  if (real) return `${useful} of ${howMany(total, "row has", "rows have")} changed something${failed ? `, ${howMany(failed, "had an error and is", "had an error and are")} left out` : ""}`;
  if (!useful) return failed ? "Nothing of it can be imported." : "All of it is there already: there is nothing to import.";
  return `${howMany(total, "row was", "rows were")} tried, nothing has been changed yet${failed ? `; ${howMany(failed, "has an error", "have an error")} and would be left out` : ""}`;
}
