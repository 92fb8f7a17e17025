// The id tags by name, or below their groups.
import { useMemo, useState } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import { useMay } from "../../auth/roles.ts";
import { Listed } from "../../parts/listed.tsx";
import { Empty } from "../../parts/said.tsx";
import { Search } from "../../parts/search.tsx";
import { Table } from "../../parts/table.tsx";
import { addressOf, filter, go, useAddress } from "../../router.ts";
import { AddIdTag } from "./adding.tsx";
import { ChangeIdTag } from "./changing.tsx";
import { columns } from "./columns.tsx";
import { ExportButton } from "./exporting.tsx";
import { grouped, plain } from "./grouping.ts";

const PART = 100;
const MOST_GROUPED = 10_000; // id tags that are put below their groups
const NO_FILTER = { q: null, blocked: null, group: null };

export function List() {
  const { query } = useAddress();
  const mayChange = useMay("operator");
  const [adding, add] = useState<{ idTag?: string }>();
  const [changing, change] = useState<string>();
  const byGroup = query.get("by") === "group";
  const q = query.get("q") ?? "";
  const group = query.get("group") ?? "";
  const blocked = query.get("blocked") ?? "";
  const asked = { query: { q, parentIdTag: group, blocked } };
  const list = usePaged("/id-tags", asked, PART, byGroup ? MOST_GROUPED : 0);
  const rows = useMemo(() => (byGroup ? grouped(list.items) : plain(list.items)), [byGroup, list.items.length, list.items]);
  const shown = useMemo(
    () => columns(mayChange ? { change: (tag) => change(tag.idTag), add: (idTag) => add({ idTag }) } : undefined),
    [mayChange],
  );
  const filtered = Boolean(q || group || blocked);
  return (
    <>
      <div class="title">
        <h1>Id tags</h1>
        <span class="faint">{list.loaded && `${list.items.length}${list.more ? " loaded, there are more" : ""}`}</span>
        <span class="right">
          <ExportButton />
          {mayChange && (
            <>
              <button onClick={() => go(addressOf("id-tag-import"))}>Import…</button>
              <button class="primary" onClick={() => add({})}>
                Add id tag
              </button>
            </>
          )}
        </span>
      </div>
      <div class="filters" role="search" aria-label="Filters">
        <Search label="Begins with" value={q} change={(text) => filter({ q: text })} />
        <select aria-label="Blocked or not" value={blocked} onChange={(event) => filter({ blocked: event.currentTarget.value })}>
          <option value="">Blocked or not</option>
          <option value="true">Blocked themselves</option>
          <option value="false">Not blocked themselves</option>
        </select>
        <button aria-pressed={byGroup} onClick={() => filter({ by: byGroup ? null : "group" })}>
          By group
        </button>
        {group && <button onClick={() => filter({ group: null })}>Group {group} ✕</button>}
      </div>
      <Listed
        list={list}
        none={
          filtered ? (
            <Empty title="No id tag is like that.">
              <button onClick={() => filter(NO_FILTER)}>Show all</button>
            </Empty>
          ) : (
            <Empty title="There is no id tag yet.">
              <p>Without one nobody charges: a charge point that asks about an unknown card is told Invalid.</p>
              {mayChange && <button onClick={() => add({})}>Add the first one</button>}
            </Empty>
          )
        }
      >
        <Table
          label="Id tags"
          items={rows}
          columns={shown}
          keyOf={(row) => (row.kind === "group" ? `group ${row.name}` : row.tag.idTag)}
          rowHeight={56}
          more={list.more}
          toneOf={(row) => (row.kind === "group" ? "heading" : "")}
          seen={(first, last) => list.seen(rows.slice(first, last + 1).flatMap((row) => (row.kind === "tag" ? [row.place] : [])))}
        />
      </Listed>
      {adding && <AddIdTag {...adding} group={group} close={() => add(undefined)} />}
      {changing !== undefined && <ChangeIdTag idTag={changing} close={() => change(undefined)} />}
    </>
  );
}
