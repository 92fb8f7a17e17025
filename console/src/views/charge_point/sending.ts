// Sending a command once, and what has come of it.
import { useState } from "preact/hooks";
import { send as request } from "../../api/client.ts";
import type { ApiProblem, Asked } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import type { Command } from "../../api/types.ts";
import type { Json } from "../../parts/form.tsx";

const WAIT = 25; // seconds for the answer, before it is looked up among the commands
const TRIES = 3;

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

export interface Requesting<T> {
  busy: boolean;
  result: T | undefined;
  problem: ApiProblem | undefined;
  /** What came of it; undefined if it failed. */
  run: (method: Method, path: string, asked?: Asked, body?: unknown, headers?: Record<string, string>) => Promise<T | undefined>;
  forget: () => void;
}

export interface Sending {
  busy: boolean;
  command: Command | undefined;
  problem: ApiProblem | undefined;
  send: (action: string, payload: Json, force?: boolean) => void;
}

/** A request that changes something, and how far it is. */
export function useRequest<T>(): Requesting<T> {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<T>();
  const [problem, setProblem] = useState<ApiProblem>();
  const forget = () => {
    setProblem(undefined);
    setResult(undefined);
  };
  const run: Requesting<T>["run"] = async (method, path, asked = {}, body, headers = {}) => {
    setBusy(true);
    forget();
    const keyed = "Idempotency-Key" in headers;
    try {
      for (let tries = keyed ? TRIES : 1; ; tries--) {
        try {
          const answer = (await request(method, path, asked, body, headers)) as T;
          setResult(answer);
          return answer;
        } catch (error) {
          if (asProblem(error).status !== 0 || tries === 1) throw error;
        }
      }
    } catch (error) {
      setProblem(asProblem(error));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, result, problem, run, forget };
}

/** What sends commands by a path of its own: its answer is waited for, and it is sent once. */
export function useOrder<T = Command>() {
  const asking = useRequest<T>();
  const order = (method: Method, path: string, { params = {}, query = {} }: Asked = {}, body?: unknown) =>
    asking.run(method, path, { params, query: { wait: WAIT, ...query } }, body, { "Idempotency-Key": crypto.randomUUID() });
  return { ...asking, order };
}

export function useCommand(chargePointId: string): Sending {
  const { busy, result, problem, order } = useOrder();
  const send = (action: string, payload: Json, force = false) => {
    const asked = { params: { chargePointId, action }, query: force ? { force } : {} };
    void order("POST", "/charge-points/{chargePointId}/commands/{action}", asked, payload);
  };
  return { busy, command: result, problem, send };
}
