// What suits whoever uses this browser: kept in it alone, and followed at once.
import { useEffect, useState } from "preact/hooks";

const CHANGED = "console:preferences";

/** The first is what counts until somebody chooses. */
export const CHOICES = {
  theme: ["system", "light", "dark"],
  zone: ["local", "UTC"],
  energy: ["fitting", "kWh", "Wh"],
  keys: ["on", "off"],
} as const;

type Name = keyof typeof CHOICES;
export type Choice<N extends Name> = (typeof CHOICES)[N][number];

const chosen = new Map<Name, string>();

export function preferred<N extends Name>(name: N): Choice<N> {
  const choices: readonly string[] = CHOICES[name];
  const held = chosen.get(name) ?? kept(name) ?? "";
  return (choices.includes(held) ? held : choices[0]) as Choice<N>;
}

export function prefer<N extends Name>(name: N, choice: Choice<N>): void {
  chosen.set(name, choice);
  try {
    localStorage.setItem(`console:${name}`, choice);
  } catch {
    // a browser that keeps nothing: it holds until the page is left
  }
  dispatchEvent(new Event(CHANGED));
}

function kept(name: Name): string | null {
  try {
    return localStorage.getItem(`console:${name}`);
  } catch {
    return null;
  }
}

/** Renders anew when somebody has chosen something. */
export function usePreferences(): number {
  const [changes, count] = useState(0);
  useEffect(() => whenPreferred(() => count((before) => before + 1)), []);
  return changes;
}

export function whenPreferred(listener: () => void): () => void {
  addEventListener(CHANGED, listener);
  return () => removeEventListener(CHANGED, listener);
}
