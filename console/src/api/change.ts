// One change that an operator asks for: once, however often it is tried, and what came of it.
import { useRef, useState } from "preact/hooks";
import { send } from "./client.ts";
import type { ApiProblem, Asked } from "./client.ts";
import { asProblem } from "./live.ts";

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

export interface Change {
  busy: boolean;
  problem: ApiProblem | undefined;
  forget: () => void;
  /** Undefined if it failed; then `problem` says why. */
  make: <T>(method: Method, path: string, asked?: Asked, body?: unknown, headers?: Record<string, string>) => Promise<T | undefined>;
}

/** The same request again, whoever presses the button, goes by the same Idempotency-Key. */
export function useChange(): Change {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const before = useRef({ text: "", key: "" });
  const make = async <T,>(
    method: Method,
    path: string,
    asked: Asked = {},
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const text = JSON.stringify([method, path, asked, body]);
    if (before.current.text !== text) before.current = { text, key: crypto.randomUUID() };
    setBusy(true);
    setProblem(undefined);
    try {
      const keyed: Record<string, string> = method === "POST" ? { "Idempotency-Key": before.current.key } : {};
      const answer = await send(method, path, asked, body, { ...keyed, ...headers });
      before.current = { text: "", key: "" };
      return (answer ?? {}) as T;
    } catch (error) {
      const found = asProblem(error);
      if (found.status > 0 && found.status < 500) before.current = { text: "", key: "" }; // it was refused, and not done
      setProblem(found);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, forget: () => setProblem(undefined), make };
}
