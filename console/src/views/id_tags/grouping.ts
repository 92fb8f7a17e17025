// Id tags below their groups: who shares a parent id tag.
import type { IdTag } from "../../api/types.ts";

export interface GroupRow {
  kind: "group";
  /** Empty for those that are in none. */
  name: string;
  members: number;
  mayCharge: number;
  /** The group itself, where it is handed out as an id tag. */
  tag: IdTag | undefined;
}

export interface TagRow {
  kind: "tag";
  tag: IdTag;
  /** Its place in the list as the API has it. */
  place: number;
}

export type Row = GroupRow | TagRow;

export function plain(tags: IdTag[]): TagRow[] {
  return tags.map((tag, place) => ({ kind: "tag", tag, place }));
}

/** Each group by name, then those without one. Case does not count in an id tag. */
export function grouped(tags: IdTag[]): Row[] {
  const rows = plain(tags);
  const known = new Map(tags.map((tag) => [folded(tag.idTag), tag]));
  const groups = new Map<string, TagRow[]>();
  for (const row of rows) {
    const group = folded(row.tag.parentIdTag ?? "");
    const members = groups.get(group);
    if (members) members.push(row);
    else groups.set(group, [row]);
  }
  const alone = (groups.get("") ?? []).filter((row) => !groups.has(folded(row.tag.idTag)));
  groups.delete("");
  const named = [...groups].sort(([a], [b]) => a.localeCompare(b)).flatMap(([group, members]) => {
    const tag = known.get(group);
    return [head(tag?.idTag ?? members[0]?.tag.parentIdTag ?? group, tag, members), ...members];
  });
  return alone.length ? [...named, head("", undefined, alone), ...alone] : named;
}

function head(name: string, tag: IdTag | undefined, members: TagRow[]): GroupRow {
  const mayCharge = members.filter((row) => row.tag.status === "Accepted").length;
  return { kind: "group", name, members: members.length, mayCharge, tag };
}

function folded(idTag: string): string {
  return idTag.toUpperCase();
}
