// Who shares a parent id tag.
import { useLive } from "../../api/live.ts";
import { Link } from "../../parts/link.tsx";
import { StandingBadge } from "./standing.tsx";

const MOST = 50;
const SELDOM = 30; // seconds: many id tags may have to be read for it

interface Given {
  group: string;
  except?: string;
  title: string;
}

/** Nothing where nobody does. */
export function Group({ group, except, title }: Given) {
  const found = useLive("/id-tags", { query: { parentIdTag: group, limit: MOST } }, SELDOM);
  const members = (found.data?.items ?? []).filter((tag) => tag.idTag !== except);
  if (!members.length) return null;
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      <ul class="tags">
        {members.map((tag) => (
          <li key={tag.idTag}>
            <Link to={["id-tags", tag.idTag]}>{tag.idTag}</Link> {tag.status !== "Accepted" && <StandingBadge tag={tag} />}
          </li>
        ))}
      </ul>
      {found.data?.cursor && (
        <p>
          <Link to={["id-tags"]} query={new URLSearchParams({ group }).toString()}>
            Show all of them
          </Link>
        </p>
      )}
    </section>
  );
}
