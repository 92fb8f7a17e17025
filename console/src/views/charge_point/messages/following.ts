// The message trace: the last ones first, and from then on what comes.
import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem, LIVE, repeatedly } from "../../api/live.ts";
import type { Message } from "../../api/types.ts";

const PATH = "/charge-points/{chargePointId}/messages";
const FIRST = 100;
const MOST = 2000; // that are kept; the oldest go
const BACK = 60_000; // milliseconds: what was written late

export interface Trace {
  /** The newest first. */
  messages: Message[];
  loaded: boolean;
  problem: ApiProblem | undefined;
}

export function useTrace(chargePointId: string, action: string, paused: boolean): Trace {
  const [trace, set] = useState<Trace>({ messages: [], loaded: false, problem: undefined });
  const stopped = useRef(paused);
  stopped.current = paused;
  useEffect(() => {
    const ending = new AbortController();
    const known = new Map<string, Message>();
    let cursor: string | undefined;
    const params = { chargePointId };
    const filters = action ? { action } : {};
    const show = (loaded: boolean, problem?: ApiProblem) => {
      const newest = [...known.values()].sort((a, b) => b.id.localeCompare(a.id)).slice(0, MOST);
      set({ messages: newest, loaded, problem });
    };
    const begin = async () => {
      const got = await get(PATH, { params, query: { ...filters, limit: FIRST } }, null, ending.signal);
      for (const one of got?.body.items ?? []) known.set(one.id, one);
    };
    const next = async () => {
      const from = new Date(Date.now() - BACK).toISOString();
      const query = { ...filters, order: "asc", limit: FIRST, ...(cursor ? { cursor } : {}), from };
      const got = await get(PATH, { params, query }, null, ending.signal);
      for (const one of got?.body.items ?? []) known.set(one.id, one);
      cursor = undefined;
    };
    set({ messages: [], loaded: false, problem: undefined });
    const stop = repeatedly(LIVE, async () => {
      if (stopped.current) return true;
      try {
        if (known.size) await next();
        else await begin();
        show(true);
        return true;
      } catch (error) {
        if (!ending.signal.aborted) show(known.size > 0, asProblem(error));
        return false;
      }
    });
    return () => {
      ending.abort();
      stop.end();
    };
  }, [chargePointId, action]);
  return trace;
}
