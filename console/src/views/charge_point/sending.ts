// Sending a command once, and what has come of it.
import { useState } from "preact/hooks";
import { send as request } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import type { Command } from "../../api/types.ts";
import type { Json } from "../../parts/form.tsx";

const WAIT = 25; // seconds for the answer, before it is looked up among the commands

export interface Sending {
  busy: boolean;
  command: Command | undefined;
  problem: ApiProblem | undefined;
  send: (action: string, payload: Json, force?: boolean) => void;
}

export function useCommand(chargePointId: string): Sending {
  const [busy, setBusy] = useState(false);
  const [command, setCommand] = useState<Command>();
  const [problem, setProblem] = useState<ApiProblem>();
  const send = async (action: string, payload: Json, force = false) => {
    setBusy(true);
    setProblem(undefined);
    setCommand(undefined);
    const key = crypto.randomUUID(); // the same for all tries, so that it is sent once
    for (let tries = 3; tries; tries--) {
      try {
        const asked = { params: { chargePointId, action }, query: { wait: WAIT, ...(force ? { force } : {}) } };
        const path = "/charge-points/{chargePointId}/commands/{action}";
        setCommand((await request("POST", path, asked, payload, { "Idempotency-Key": key })) as Command);
        break;
      } catch (error) {
        const found = asProblem(error);
        if (found.status !== 0 || tries === 1) {
          setProblem(found);
          break;
        }
      }
    }
    setBusy(false);
  };
  return { busy, command, problem, send: (...given) => void send(...given) };
}
