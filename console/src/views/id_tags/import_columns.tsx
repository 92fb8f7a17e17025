// What became of the rows of an import.
import { Link } from "../../parts/link.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Tone } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import type { Outcome, RowResult } from "./importing.ts";

interface How {
  would: string;
  done: string;
  name: string;
  tone: Tone;
}

export const OUTCOMES: Record<Outcome, How> = {
  created: { would: "Would be added", done: "Added", name: "New", tone: "good" },
  changed: { would: "Would be changed", done: "Changed", name: "Change", tone: "busy" },
  unchanged: { would: "Are like that already", done: "Were like that already", name: "As it is", tone: "off" },
  error: { would: "Have an error", done: "Were left out", name: "Error", tone: "bad" },
};

export const COLUMNS: Column<RowResult>[] = [
  {
    name: "Row and id tag",
    width: "minmax(10rem, 1fr)",
    cell: ({ row, id, outcome, errors }) => (
      <span class="two">
        <span>
          <span class="faint">{row}</span> {id && outcome === "unchanged" ? <Link to={["id-tags", id]}>{id}</Link> : (id ?? "?")}
        </span>
        {errors && <small class="narrow">{wrong(errors)}</small>}
      </span>
    ),
  },
  {
    name: "Outcome",
    width: "8rem",
    cell: ({ outcome }) => <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].name}</Badge>,
  },
  {
    name: "What is wrong",
    width: "minmax(10rem, 3fr)",
    aside: true,
    cell: ({ errors }) => <span title={wrong(errors)}>{wrong(errors)}</span>,
  },
];

function wrong(errors: RowResult["errors"]): string {
  return (errors ?? []).map((each) => `${each.field}: ${each.message}`).join("; ");
}
