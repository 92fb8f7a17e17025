// An import: tried first, which changes nothing, then done; batch behind batch.
import { useRef, useState } from "preact/hooks";
import { ApiProblem, send } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import type { Schemas } from "../../api/types.ts";
import { NotUnderstood, sheetOf } from "./file.ts";
import type { Sheet } from "./file.ts";

type Result = Schemas["ImportResult"];
export type RowResult = Result["rows"][number];
export type Outcome = RowResult["outcome"];

export interface Importing {
  sheet: Sheet | undefined;
  /** Whether the results are those of the import itself, and not of a trial. */
  real: boolean;
  results: RowResult[];
  busy: boolean;
  problem: ApiProblem | undefined;
  choose: (file: File) => void;
  run: (real: boolean) => void;
  /** Where it failed; what is done is not done again. */
  goOn: () => void;
}

interface State {
  sheet?: Sheet;
  real: boolean;
  results: RowResult[];
  busy: boolean;
  problem?: ApiProblem;
}

const NOTHING: State = { real: false, results: [], busy: false };

export function useImport(): Importing {
  const [state, set] = useState<State>(NOTHING);
  const turn = useRef(0); // of a file that was chosen since nothing is shown any more
  const batchesFrom = async (begin: State & { sheet: Sheet }, number: number) => {
    const own = ++turn.current;
    const { problem: _, ...rest } = begin;
    let now: State = { ...rest, busy: true };
    set(now);
    try {
      for (const batch of begin.sheet.batches.slice(number)) {
        const query = { query: { dryRun: !begin.real } };
        const done = (await send("POST", "/id-tags/import", query, batch.text, { "Content-Type": batch.type })) as Result;
        if (own !== turn.current) return;
        const before = now.results.length;
        now = { ...now, results: [...now.results, ...done.rows.map((row) => ({ ...row, row: before + row.row }))] };
        set(now);
      }
      set({ ...now, busy: false });
    } catch (error) {
      if (own === turn.current) set({ ...now, busy: false, problem: asProblem(error) });
    }
  };
  const choose = async (file: File) => {
    turn.current++;
    try {
      await batchesFrom({ ...NOTHING, sheet: await sheetOf(file) }, 0);
    } catch (error) {
      const told = error instanceof NotUnderstood ? error.message : String(error);
      set({ ...NOTHING, problem: new ApiProblem(400, "Not understood", `${file.name}: ${told}`) });
    }
  };
  const { sheet } = state;
  const done = () => {
    let left = state.results.length;
    return (sheet?.batches ?? []).findIndex((batch) => (left -= batch.rows) < 0);
  };
  return {
    sheet,
    real: state.real,
    results: state.results,
    busy: state.busy,
    problem: state.problem,
    choose: (file) => void choose(file),
    run: (real) => sheet && void batchesFrom({ ...NOTHING, real, sheet }, 0),
    goOn: () => sheet && void batchesFrom({ ...state, sheet }, done()),
  };
}
