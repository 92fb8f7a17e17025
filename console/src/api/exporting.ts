// An export, page behind page as the API links them; after a failure it goes on where it was.
import { useRef, useState } from "preact/hooks";
import { part, urlOf } from "./client.ts";
import type { ApiProblem, Asked } from "./client.ts";
import { asProblem } from "./live.ts";
import type { GetPath } from "./types.ts";

export type Format = "csv" | "json";

export interface Exporting {
  /** Rows that have come so far. */
  rows: number;
  busy: boolean;
  problem: ApiProblem | undefined;
  /** What the file has, once all of it is there. */
  done: { format: Format; texts: string[] } | undefined;
  begin: (path: GetPath, format: Format, query?: Asked["query"]) => void;
  goOn: () => void;
  stop: () => void;
}

const TYPES = { csv: "text/csv", json: "application/json" };
const MOST = 200; // of JSON in a page; of transactions as CSV the API gives thousands

interface State {
  rows: number;
  busy: boolean;
  problem?: ApiProblem;
  done?: { format: Format; texts: string[] };
}

export function useExport(): Exporting {
  const [state, set] = useState<State>({ rows: 0, busy: false });
  const progress = useRef({ format: "csv" as Format, texts: [] as string[], rows: 0, next: "" as string | undefined });
  const ending = useRef<AbortController>(undefined);
  const goOn = async () => {
    const now = progress.current;
    const own = (ending.current = new AbortController());
    set({ rows: now.rows, busy: true });
    try {
      while (now.next !== undefined) {
        const got = await part(now.next, TYPES[now.format], own.signal);
        const [text, rows] = now.format === "csv" ? csv(got.text, !now.texts.length) : json(got.text, !now.rows);
        now.texts.push(text);
        now.rows += rows;
        now.next = got.next;
        set({ rows: now.rows, busy: true });
      }
      const texts = now.format === "csv" ? now.texts : ["[\n", ...now.texts, "\n]\n"];
      set({ rows: now.rows, busy: false, done: { format: now.format, texts } });
    } catch (error) {
      if (!own.signal.aborted) set({ rows: now.rows, busy: false, problem: asProblem(error) });
    }
  };
  const begin = (path: GetPath, format: Format, asked: Asked["query"] = {}) => {
    ending.current?.abort();
    const query = { ...asked, format, ...(format === "json" ? { limit: MOST } : {}) };
    progress.current = { format, texts: [], rows: 0, next: urlOf(path, { query }) };
    void goOn();
  };
  const { rows, busy, problem, done } = state;
  const stop = () => {
    ending.current?.abort();
    set({ rows: 0, busy: false });
  };
  return { rows, busy, problem, done, begin, goOn: () => void goOn(), stop };
}

/** Of a further page without the header. */
function csv(text: string, first: boolean): [string, number] {
  const lines = text.split("\r\n").length - 2;
  return [first ? text : text.slice(text.indexOf("\r\n") + 2), Math.max(0, lines)];
}

function json(text: string, first: boolean): [string, number] {
  const { items } = JSON.parse(text) as { items: unknown[] };
  const spelled = items.map((each) => JSON.stringify(each)).join(",\n");
  return [items.length && !first ? `,\n${spelled}` : spelled, items.length];
}
