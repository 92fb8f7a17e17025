// The message trace: the last ones first, from then on what comes, and on request what was before.
import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../../../api/client.ts";
import type { ApiProblem } from "../../../api/client.ts";
import { asProblem, LIVE, repeatedly } from "../../../api/live.ts";
import type { Message } from "../../../api/types.ts";

const PATH = "/charge-points/{chargePointId}/messages";
const PART = 100;
const AT_ONCE = 5; // parts of what came, or was before, in one round
const MOST = 5000; // that are kept; the oldest go
const BACK = 60_000; // milliseconds: what was written late

export interface Wanted {
  action: string;
  direction: string;
}

export interface Trace {
  /** The newest first. */
  messages: Message[];
  loaded: boolean;
  problem: ApiProblem | undefined;
  /** Undefined where there is nothing before. */
  older: (() => void) | undefined;
  busy: boolean;
  /** Actions of which only what is stored nowhere else is kept. */
  leavesOut: string[];
}

interface Shown {
  messages: Message[];
  loaded: boolean;
  problem: ApiProblem | undefined;
  before: string | undefined;
  leavesOut: string[];
}

const NOTHING: Shown = { messages: [], loaded: false, problem: undefined, before: undefined, leavesOut: [] };

export function useTrace(chargePointId: string, { action, direction }: Wanted, paused: boolean): Trace {
  const [shown, show] = useState<Shown>(NOTHING);
  const [busy, setBusy] = useState(false);
  const stopped = useRef(paused);
  const older = useRef<() => Promise<void>>(async () => undefined);
  stopped.current = paused;
  useEffect(() => {
    const ending = new AbortController();
    const known = new Map<string, Message>();
    const filters = { ...(action ? { action } : {}), ...(direction ? { direction } : {}), limit: PART };
    let from: string | undefined; // where following began
    let ahead: string | undefined;
    let before: string | undefined;
    let leavesOut: string[] = [];
    const tell = (loaded: boolean, problem?: ApiProblem) => {
      const newest = [...known.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, MOST);
      show({ messages: newest, loaded, problem, before: known.size < MOST ? before : undefined, leavesOut });
    };
    const fetchPart = async (query: Record<string, string | undefined>) => {
      const got = await get(PATH, { params: { chargePointId }, query: { ...filters, ...query } }, null, ending.signal);
      for (const one of got?.body.items ?? []) {
        const had = known.get(one.id);
        if (had?.answer !== one.answer || had?.error !== one.error || !had) known.set(one.id, one);
      }
      leavesOut = got?.body.leavesOut ?? leavesOut;
      return got?.body;
    };
    const back = async () => {
      const count = known.size;
      for (let parts = AT_ONCE; parts; parts--) {
        before = (await fetchPart({ cursor: before }))?.cursor;
        if (!before || known.size > count) break;
      }
    };
    const forward = async () => {
      for (let parts = AT_ONCE; parts; parts--) {
        const body = await fetchPart({ order: "asc", from, cursor: ahead });
        ahead = body?.cursor ?? ahead;
        if (!body || body.caughtUp) break;
      }
    };
    older.current = async () => {
      setBusy(true);
      try {
        await back();
        tell(true);
      } catch (error) {
        if (!ending.signal.aborted) tell(true, asProblem(error));
      }
      setBusy(false);
    };
    show(NOTHING);
    const stop = repeatedly(LIVE, async () => {
      if (stopped.current) return true;
      try {
        if (from === undefined) {
          const now = Date.now();
          await back();
          from = new Date(now - BACK).toISOString();
        } else await forward();
        tell(true);
        return true;
      } catch (error) {
        if (!ending.signal.aborted) tell(from !== undefined, asProblem(error));
        return false;
      }
    });
    return () => {
      ending.abort();
      stop.end();
    };
  }, [chargePointId, action, direction]);
  const { before, ...told } = shown;
  return { ...told, busy, older: before ? () => void older.current() : undefined };
}
