// Sending a command once, and what has come of it.
import { useRef, useState } from "preact/hooks";
import { send as request } from "../../api/client.ts";
import type { ApiProblem, Asked } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import type { Command } from "../../api/types.ts";
import type { Json } from "../../parts/schema.ts";

const WAIT = 25; // seconds for the answer, before it is looked up among the commands
const TRIES = 3;

type Method = "POST" | "PUT" | "DELETE";

export interface Order<T> {
  busy: boolean;
  result: T | undefined;
  problem: ApiProblem | undefined;
  /** Sends what was refused for making no sense all the same. */
  force: (() => void) | undefined;
  order: (method: Method, path: string, asked?: Asked, body?: unknown) => Promise<void>;
}

export interface Sending {
  busy: boolean;
  command: Command | undefined;
  problem: ApiProblem | undefined;
  send: (action: string, payload: Json, force?: boolean) => void;
}

/** For a path that sends commands: their answers are waited for. */
export function useOrder<T = Command>(): Order<T> {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<T>();
  const [problem, setProblem] = useState<ApiProblem>();
  const forced = useRef<() => void>(() => undefined);
  const order: Order<T>["order"] = async (method, path, { params = {}, query = {} } = {}, body) => {
    forced.current = () => void order(method, path, { params, query: { ...query, force: true } }, body);
    setBusy(true);
    setProblem(undefined);
    setResult(undefined);
    const headers = { "Idempotency-Key": crypto.randomUUID() }; // the same for all tries, so that it is sent once
    for (let tries = TRIES; tries; tries--) {
      try {
        setResult((await request(method, path, { params, query: { wait: WAIT, ...query } }, body, headers)) as T);
        break;
      } catch (error) {
        const found = asProblem(error);
        if (found.status === 0 && tries > 1) continue;
        setProblem(found);
        break;
      }
    }
    setBusy(false);
  };
  return { busy, result, problem, order, force: problem?.status === 409 ? () => forced.current() : undefined };
}

export function useCommand(chargePointId: string): Sending {
  const { busy, result, problem, order } = useOrder();
  const send = (action: string, payload: Json, force = false) => {
    const asked = { params: { chargePointId, action }, query: force ? { force } : {} };
    void order("POST", "/charge-points/{chargePointId}/commands/{action}", asked, payload);
  };
  return { busy, command: result, problem, send };
}
