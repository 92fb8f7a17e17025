// The frame around all views: where one is, who one is, and whether this is a desk.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useWaiting } from "./api/waiting.ts";
import { Gate } from "./auth/gate.tsx";
import { suffices, useOperator } from "./auth/roles.ts";
import { Display } from "./frame/display.tsx";
import { Navigation } from "./frame/navigation.tsx";
import { Shortcuts, useShortcuts } from "./frame/shortcuts.tsx";
import { preferred, usePreferences } from "./parts/preferences.ts";
import { Empty } from "./parts/said.tsx";
import { Badge } from "./parts/status.tsx";
import { words } from "./parts/units.ts";
import { useAddress } from "./router.ts";
import { VIEWS } from "./views/views.tsx";

export function App() {
  return (
    <Gate>
      <Frame />
    </Gate>
  );
}

function Frame() {
  usePreferences(); // all below it is rendered anew
  const { steps } = useAddress();
  const { name, role, configuration, signOut } = useOperator();
  const [shown, show] = useState<"display" | "keys">();
  const [menu, open] = useState(false);
  const main = useRef<HTMLElement>(null);
  const view = VIEWS.find((each) => each.step === steps[0] && suffices(role, each.least ?? "viewer"));
  const named = steps[2] ? words(steps[2]) : view?.name;
  const title = [steps[1], named].filter(Boolean).join(" · ");
  document.title = title ? `${title} · Console` : "Console";
  useShortcuts(useCallback(() => show("keys"), []));
  useMoved(steps.slice(0, 2).join("/"), () => {
    open(false);
    main.current?.focus({ preventScroll: true });
  });
  return (
    <>
      <a class="skip" href="#view">
        Skip to the view
      </a>
      {useWaiting() && <div class="progress" role="progressbar" aria-label="Waiting for the API" />}
      <header class="frame">
        <span class="brand" aria-hidden="true">
          <b>⚡</b> csms
        </span>
        <button class="menu" aria-expanded={menu} aria-controls="views" onClick={() => open(!menu)}>
          ☰ {view?.name ?? "Views"}
        </button>
        <span class="who">
          {configuration.desk && <Badge tone="wait">Desk</Badge>}
          <span>
            <span class="name">{name}</span> <span class="faint">{role}</span>
          </span>
          <button class="quiet small" onClick={() => show("display")} title="Theme, time zone, units">
            Display{preferred("zone") === "UTC" ? ": UTC" : ""}
          </button>
          <button class="quiet small" onClick={() => show("keys")} aria-label="Keyboard" title="Keyboard: ?">
            ?
          </button>
          <button class="small" onClick={signOut}>
            {configuration.desk ? "Change role" : "Sign out"}
          </button>
        </span>
      </header>
      <Navigation at={steps[0] ?? ""} open={menu} />
      <main id="view" tabIndex={-1} ref={main} aria-label={title}>
        {view ? <view.View steps={steps.slice(1)} /> : <Empty title="There is no such view." />}
      </main>
      {shown === "display" && <Display close={() => show(undefined)} />}
      {shown === "keys" && <Shortcuts close={() => show(undefined)} />}
    </>
  );
}

/** Whenever the page shows something else, but not when it begins. */
function useMoved(place: string, moved: () => void): void {
  const before = useRef(place);
  useEffect(() => {
    if (before.current !== place) moved();
    before.current = place;
  }, [place]);
}
