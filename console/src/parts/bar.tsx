// How far something is that many take part in: a bar of parts, each of its tone.
import type { Tone } from "./status.tsx";

export interface Share {
  name: string;
  tone: Tone;
  count: number;
}

export function Bar({ shares, total, told }: { shares: Share[]; total: number; told: string }) {
  return (
    <div class="bar" role="img" aria-label={told} title={told}>
      {shares
        .filter((each) => each.count > 0)
        .map((each) => (
          <span key={each.name} class={each.tone} style={{ flexGrow: each.count / Math.max(total, 1) }} />
        ))}
    </div>
  );
}

/** Of one thing, as an upload: `done` from 0 to 1. */
export function Meter({ done, told }: { done: number; told: string }) {
  return (
    <div class="meter">
      <progress value={done} max={1} aria-label={told} />
      <small>{told}</small>
    </div>
  );
}

export function Legend({ shares }: { shares: Share[] }) {
  return (
    <ul class="legend">
      {shares
        .filter((each) => each.count > 0)
        .map((each) => (
          <li key={each.name} class={each.tone}>
            <b>{each.count}</b> {each.name}
          </li>
        ))}
    </ul>
  );
}
