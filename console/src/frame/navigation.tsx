// The list of views: beside the view, or on a narrow screen behind a button.
import { Link } from "../parts/link.tsx";
import { GROUPS, VIEWS } from "../views/views.tsx";
import type { View } from "../views/views.tsx";

const OTHERS = "More";

export interface Group {
  name: string;
  views: View[];
}

export function grouped(): Group[] {
  const listed = VIEWS.filter((each) => each.listed);
  const known = GROUPS.map(({ name, steps }) => ({ name, views: listed.filter((each) => steps.includes(each.step)) }));
  const others = listed.filter((each) => !GROUPS.some(({ steps }) => steps.includes(each.step)));
  return [...known, { name: OTHERS, views: others }].filter(({ views }) => views.length);
}

export function Navigation({ at, open }: { at: string; open: boolean }) {
  const isCurrent = (view: View) => view.step === at || view.holds?.includes(at) === true;
  return (
    <nav id="views" class={open ? "views open" : "views"} aria-label="Views">
      {grouped().map(({ name, views }) => (
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
