// Dark or light: as the system has it, or as it was chosen here.
import { useEffect, useState } from "preact/hooks";
import { preferred, whenPreferred } from "./preferences.ts";

const dark = matchMedia("(prefers-color-scheme: dark)");

export function applyTheme(): void {
  const theme = preferred("theme");
  document.documentElement.dataset.theme = theme !== "system" ? theme : dark.matches ? "dark" : "light";
}

dark.addEventListener("change", applyTheme);

/** For what is drawn: it changes whenever colours or other preferences do. */
export function useLook(): number {
  const [looks, count] = useState(0);
  useEffect(() => {
    const again = () => count((before) => before + 1);
    const forget = whenPreferred(again);
    dark.addEventListener("change", again);
    return () => {
      forget();
      dark.removeEventListener("change", again);
    };
  }, []);
  return looks;
}
