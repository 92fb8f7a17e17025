// The columns of the list, for an id tag and for a group above its members.
import type { IdTag } from "../../api/types.ts";
import { howMany } from "../../parts/how_many.ts";
import { Link } from "../../parts/link.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import { At } from "../../parts/time.tsx";
import type { GroupRow, Row } from "./grouping.ts";
import { StandingBadge } from "./standing.tsx";

interface Doing {
  change: (tag: IdTag) => void;
  add: (idTag: string) => void;
}

/** Without `doing` nobody may change them. */
export function columns(doing: Doing | undefined): Column<Row>[] {
  const told: Column<Row>[] = [
    { name: "Id tag", width: "minmax(11rem, 2fr)", cell: (row) => (row.kind === "group" ? <Group row={row} /> : <Tag tag={row.tag} />) },
    {
      name: "Standing",
      width: "minmax(11rem, 1fr)",
      cell: (row) => (row.kind === "group" ? <GroupStanding row={row} /> : <StandingBadge tag={row.tag} />),
    },
    { name: "Expires", width: "minmax(10rem, 1.2fr)", aside: true, cell: (row) => <Expiry tag={row.tag} /> },
    {
      name: "At once",
      width: "minmax(5rem, 0.6fr)",
      aside: true,
      cell: ({ tag }) => (tag ? (tag.maxActiveTransactions ?? <span class="faint">no limit</span>) : ""),
    },
  ];
  if (!doing) return told;
  return [...told, { name: "", width: "8rem", cell: (row) => <Action row={row} doing={doing} /> }];
}

function Tag({ tag }: { tag: IdTag }) {
  return (
    <span class="two">
      <Link to={["id-tags", tag.idTag]}>{tag.idTag}</Link>
      <small>{tag.parentIdTag ? <>in {tag.parentIdTag}</> : "in no group"}</small>
    </span>
  );
}

function Group({ row: { name, members, tag } }: { row: GroupRow }) {
  const count = howMany(members, "id tag");
  return (
    <span class="two">
      {tag ? <Link to={["id-tags", tag.idTag]}>{name}</Link> : <strong>{name || "In no group"}</strong>}
      <small>{name && !tag ? `${count}; the group is no id tag itself` : count}</small>
    </span>
  );
}

function GroupStanding({ row: { members, mayCharge, tag } }: { row: GroupRow }) {
  if (tag && tag.status !== "Accepted") return <StandingBadge tag={tag} />;
  return (
    <Badge tone={mayCharge ? "good" : "bad"}>
      <span>
        {mayCharge === members ? "All" : `${mayCharge} of ${members}`}
        <span class="wide"> may charge</span>
      </span>
    </Badge>
  );
}

function Expiry({ tag }: { tag: IdTag | undefined }) {
  if (!tag) return null;
  return tag.expiryDate ? <At at={tag.expiryDate} /> : <span class="faint">never</span>;
}

function Action({ row, doing }: { row: Row; doing: Doing }) {
  const { tag } = row;
  if (tag) {
    return (
      <button class="small" aria-label={`Change ${tag.idTag}`} onClick={() => doing.change(tag)}>
        Change…
      </button>
    );
  }
  if (row.kind !== "group" || !row.name) return null;
  return (
    <button class="small" title="As an id tag it can be blocked, and with it all its members." onClick={() => doing.add(row.name)}>
      Add it too…
    </button>
  );
}
