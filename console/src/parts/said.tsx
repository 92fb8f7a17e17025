// What a view says where there is nothing to show, or something went wrong.
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { ApiProblem } from "../api/client.ts";
import { clock, zoneMark } from "./time.tsx";

export function Failure({ problem, again }: { problem: ApiProblem; again?: () => void }) {
  return (
    <div class="said bad" role="alert">
      <strong>{problem.message}</strong>
      {problem.fields.length > 1 && (
        <ul>
          {problem.fields.map((each) => (
            <li key={each.field}>
              {each.field}: {each.message}
            </li>
          ))}
        </ul>
      )}
      <p>{problem.advice}</p>
      {again && <button onClick={again}>Try again</button>}
    </div>
  );
}

/** What was shown last stays; this says that it is not fresh, and since when. */
export function Stale({ problem }: { problem: ApiProblem | undefined }) {
  const since = useRef<string | undefined>(undefined);
  if (!problem) {
    since.current = undefined;
    return null;
  }
  since.current ??= new Date().toISOString();
  return (
    <p class="stale" role="status">
      Not live since {clock(since.current)}
      {zoneMark()}: {problem.message} {problem.advice}
    </p>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="said empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

export function Loading() {
  return (
    <p class="waiting" role="status">
      Loading…
    </p>
  );
}
