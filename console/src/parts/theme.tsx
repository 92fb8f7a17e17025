// Dark or light: as the system has it, or as it was chosen here.
import { useState } from "preact/hooks";

const KEPT = "console:theme";
const NEXT = { system: "light", light: "dark", dark: "system" } as const;
type Theme = keyof typeof NEXT;

function chosen(): Theme {
  const kept = localStorage.getItem(KEPT);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function applyTheme(theme: Theme = chosen()): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function ThemeSwitch() {
  const [theme, set] = useState(chosen);
  const turn = () => {
    const next = NEXT[theme];
    localStorage.setItem(KEPT, next);
    applyTheme(next);
    set(next);
    dispatchEvent(new Event("console:theme"));
  };
  const mark = { system: "◐", light: "☀", dark: "☾" }[theme];
  return (
    <button class="quiet" onClick={turn} title={`Theme: ${theme}`} aria-label={`Theme: ${theme}. Change it`}>
      {mark}
    </button>
  );
}
