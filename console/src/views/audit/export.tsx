// The changes that the filters let through, as a file for a spreadsheet.
import { useState } from "preact/hooks";
import type { ApiProblem, Asked } from "../../api/client.ts";
import { everything } from "../../api/everything.ts";
import { asProblem } from "../../api/live.ts";
import { csv } from "../../parts/csv.ts";
import { download } from "../../parts/download.ts";
import { Failure } from "../../parts/said.tsx";
import { gist } from "./values.ts";
import type { Named } from "./operations.ts";

const MOST = 10_000;
const HEADER = ["at", "by", "subject", "role", "address", "operation", "what", "resource", "summary", "details"];

export function Export({ asked, named }: { asked: Asked; named: Named }) {
  const [count, tell] = useState<number>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [cut, isCut] = useState(false);
  const save = async () => {
    setProblem(undefined);
    tell(0);
    try {
      const { items, more } = await everything("/audit", asked, MOST, tell);
      isCut(more);
      const rows = items.map((one) => [
        ...[one.at, one.name, one.subject, one.role, one.sourceIp, one.operation, named(one), one.resource],
        ...[gist(one.details), JSON.stringify(one.details)],
      ]);
      download("audit.csv", "text/csv", csv(HEADER, rows));
    } catch (error) {
      setProblem(asProblem(error));
    }
    tell(undefined);
  };
  return (
    <>
      {problem && <Failure problem={problem} />}
      {cut && (
        <span class="faint" role="status">
          These were the newest {MOST}: choose a time for the others.
        </span>
      )}
      <button onClick={() => void save()} disabled={count !== undefined}>
        {count === undefined ? "Export" : `Exporting, ${count} so far…`}
      </button>
    </>
  );
}
