// The phases of a campaign, and what holds it back or stops it.
import type { AbortOrder, PhaseOrder } from "./order.ts";
import type { FormGiven } from "./making.tsx";

const REASONS: [AbortOrder["on"], string][] = [
  ["any", "do not succeed"],
  ["failed", "fail"],
  ["rejected", "reject it"],
  ["timedOut", "time out"],
  ["superseded", "are superseded"],
];

export function Phases({ order: { phases }, set }: FormGiven) {
  const change = (place: number, changes: Partial<PhaseOrder>) =>
    set({ phases: phases.map((each, number) => (number === place ? { ...each, ...changes } : each)) });
  return (
    <section class="panel" aria-label="Phases">
      <h2>Phases</h2>
      {phases.map((phase, place) => (
        <fieldset key={place}>
          <legend>Phase {place + 1}</legend>
          <label>
            How many
            <span class="joined">
              <input
                type="number"
                required
                min={1}
                max={phase.by === "share" ? 100 : undefined}
                value={phase.size}
                onInput={(event) => change(place, { size: event.currentTarget.valueAsNumber })}
              />
              <select aria-label={`Phase ${place + 1} in`} value={phase.by} onChange={(event) => change(place, { by: event.currentTarget.value === "share" ? "share" : "count" })}>
                <option value="count">charge points</option>
                <option value="share">% of all</option>
              </select>
            </span>
          </label>
          <label>
            Have to succeed, %
            <input type="number" required min={1} max={100} value={phase.threshold} onInput={(event) => change(place, { threshold: event.currentTarget.valueAsNumber })} />
          </label>
          <label>
            Then the next phase
            <select value={phase.manual ? "manual" : "automatic"} onChange={(event) => change(place, { manual: event.currentTarget.value === "manual" })}>
              <option value="automatic">begins by itself</option>
              <option value="manual">waits for me</option>
            </select>
          </label>
          <button type="button" class="quiet small" onClick={() => set({ phases: phases.toSpliced(place, 1) })} aria-label={`Leave out phase ${place + 1}`}>
            ✕
          </button>
        </fieldset>
      ))}
      <p class="faint">{phases.length ? "The charge points that are left come last, in a phase of their own." : "All charge points are in one phase."}</p>
      {phases.length < 10 && (
        <button type="button" class="small add" onClick={() => set({ phases: [...phases, { by: "share", size: 10, threshold: 90, manual: false }] })}>
          + A phase
        </button>
      )}
    </section>
  );
}

export function Limits({ order: { concurrency, perMinute, abort }, set }: FormGiven) {
  const change = (place: number, changes: Partial<AbortOrder>) =>
    set({ abort: abort.map((each, number) => (number === place ? { ...each, ...changes } : each)) });
  return (
    <section class="panel" aria-label="Limits">
      <h2>Limits</h2>
      <div class="three">
        <label>
          At once, at most
          <input type="number" required min={1} max={200} value={concurrency} onInput={(event) => set({ concurrency: event.currentTarget.valueAsNumber })} />
        </label>
        <label>
          Begin in a minute, at most
          <input
            type="number"
            min={1}
            max={1000}
            placeholder="any number"
            value={Number.isFinite(perMinute) ? perMinute : ""}
            onInput={(event) => set({ perMinute: event.currentTarget.valueAsNumber })}
          />
        </label>
      </div>
      {abort.map((rule, place) => (
        <fieldset key={place}>
          <legend>It stops for good</legend>
          <label>
            If more than, %
            <input type="number" required min={0} max={99} value={rule.share} onInput={(event) => change(place, { share: event.currentTarget.valueAsNumber })} />
          </label>
          <label>
            Of those tried
            <select value={rule.on} onChange={(event) => change(place, { on: REASONS.find(([on]) => on === event.currentTarget.value)?.[0] ?? "any" })}>
              {REASONS.map(([on, name]) => (
                <option key={on} value={on}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            Once so many were tried
            <input type="number" required min={1} value={rule.atLeast} onInput={(event) => change(place, { atLeast: event.currentTarget.valueAsNumber })} />
          </label>
          <button type="button" class="quiet small" onClick={() => set({ abort: abort.toSpliced(place, 1) })} aria-label="Leave out this limit">
            ✕
          </button>
        </fieldset>
      ))}
      {abort.length < 10 && (
        <button type="button" class="small add" onClick={() => set({ abort: [...abort, { on: "failed", share: 10, atLeast: 5 }] })}>
          + What stops it
        </button>
      )}
    </section>
  );
}
