// The list of views: beside the view, or on a narrow screen behind a button.
import type { Role } from "../api/types.ts";
import { suffices, useOperator } from "../auth/roles.ts";
import { Link } from "../parts/link.tsx";
import { GROUPS, VIEWS } from "../views/views.tsx";
import type { View } from "../views/views.tsx";

const OTHERS = "More";

export interface Group {
  name: string;
  views: View[];
}

/** Without what a role may not see. */
export function grouped(role: Role): Group[] {
  const listed = VIEWS.filter((each) => each.listed && suffices(role, each.least ?? "viewer"));
  const known = GROUPS.map(({ name, steps }) => ({ name, views: listed.filter((each) => steps.includes(each.step)) }));
  const others = listed.filter((each) => !GROUPS.some(({ steps }) => steps.includes(each.step)));
  return [...known, { name: OTHERS, views: others }].filter(({ views }) => views.length);
}

export function Navigation({ at, open }: { at: string; open: boolean }) {
  const { role } = useOperator();
  const isCurrent = (view: View) => view.step === at || view.holds?.includes(at) === true;
  return (
    <nav id="views" class={open ? "views open" : "views"} aria-label="Views">
      {grouped(role).map(({ name, views }) => (
        <div key={name} role="group" aria-label={name}>
          <small aria-hidden="true">{name}</small>
          {views.map((each) => (
            <Link key={each.step} to={[each.step]} current={isCurrent(each)}>
              {each.name}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
