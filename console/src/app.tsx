// The frame around all views: where one is, who one is, and whether this is a desk.
import { Gate } from "./auth/gate.tsx";
import { suffices, useOperator } from "./auth/roles.ts";
import { Badge } from "./parts/status.tsx";
import { Empty } from "./parts/said.tsx";
import { Link } from "./parts/link.tsx";
import { ThemeSwitch } from "./parts/theme.tsx";
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
  const { steps } = useAddress();
  const { name, role, configuration, signOut } = useOperator();
  const own = VIEWS.filter((each) => suffices(role, each.least ?? "viewer"));
  const view = own.find((each) => each.step === steps[0]);
  const named = steps[1] ? `${steps[1]} · ` : view ? `${view.name} · ` : "";
  document.title = `${named}Console`;
  return (
    <>
      <a class="skip" href="#view">
        Skip to the view
      </a>
      <header class="frame">
        <span class="brand" aria-hidden="true">
          <b>⚡</b> csms
        </span>
        <nav aria-label="Views">
          {own.filter((each) => each.listed).map((each) => (
            <Link key={each.step} to={[each.step]} current={each === view || each.holds?.includes(steps[0] ?? "") === true}>
              {each.name}
            </Link>
          ))}
        </nav>
        <span class="who">
          {configuration.desk && <Badge tone="wait">Desk</Badge>}
          <span>
            {name} <span class="faint">{role}</span>
          </span>
          <ThemeSwitch />
          <button class="small" onClick={signOut}>
            {configuration.desk ? "Change role" : "Sign out"}
          </button>
        </span>
      </header>
      <main id="view" tabIndex={-1}>
        {view ? <view.View steps={steps.slice(1)} /> : <Empty title="There is no such view." />}
      </main>
    </>
  );
}
