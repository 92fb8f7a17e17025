// All of the screen, or where the browser has no full screen for us, all of its window.
import { useLayoutEffect } from "preact/hooks";

export interface FullScreen {
  on: boolean;
  turn: () => void;
}

export function useFullScreen(on: boolean, set: (on: boolean) => void): FullScreen {
  useLayoutEffect(() => {
    if (!on) return undefined;
    const left = () => {
      if (!document.fullscreenElement) set(false);
    };
    const escaped = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) set(false);
    };
    document.addEventListener("fullscreenchange", left);
    addEventListener("keydown", escaped);
    const awake = navigator.wakeLock?.request("screen").catch(() => undefined);
    return () => {
      document.removeEventListener("fullscreenchange", left);
      removeEventListener("keydown", escaped);
      void awake?.then((lock) => lock?.release());
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [on]);
  const turn = () => {
    // refused or unknown: what the address says fills the window all the same
    if (!on) void document.documentElement.requestFullscreen?.().catch(() => undefined);
    set(!on);
  };
  return { on, turn };
}
