// Dark or light: as the system has it, or as it was chosen here.
import { useEffect, useState } from "preact/hooks";
import { preferred, whenPreferred } from "./preferences.ts";

export function applyTheme(): void {
  const theme = preferred("theme");
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** For what is drawn: it changes whenever colours or other preferences do. */
export function useLook(): number {
  const [looks, count] = useState(0);
  useEffect(() => {
    const again = () => count((before) => before + 1);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const forget = whenPreferred(again);
    system.addEventListener("change", again);
    return () => {
      forget();
      system.removeEventListener("change", again);
    };
  }, []);
  return looks;
}
