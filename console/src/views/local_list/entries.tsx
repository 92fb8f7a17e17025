// The entries of a local list as the charge point has accepted them.
import { useMemo, useState } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import type { LocalList } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { Link } from "../../parts/link.tsx";
import { Failure } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { At } from "../../parts/time.tsx";
import { useListChange } from "./changing.ts";

type Entry = LocalList["items"][number];

const PART = 100;

export function Entries({ id, sent }: { id: string; sent: () => void }) {
  const mayChange = useMay("operator");
  const [removing, remove] = useState<string>();
  const { problem, send } = useListChange(id);
  const list = usePaged("/charge-points/{chargePointId}/local-list", { params: { chargePointId: id } }, PART, 0);
  const columns = useMemo(() => columnsOf(mayChange ? remove : undefined), [mayChange]);
  if (!list.items.length) return null;
  const takeOff = async (idTag: string) => {
    if (await send({ how: "remove", idTags: [idTag] })) sent();
  };
  return (
    <>
      {problem && <Failure problem={problem} />}
      <Table
        label="Entries"
        items={list.items}
        columns={columns}
        keyOf={(one) => one.idTag}
        rowHeight={48}
        more={list.more}
        seen={(first, last) => list.seen([first, Math.min(last, list.items.length - 1)])}
      />
      {removing !== undefined && (
        <Confirm
          title={`Take ${removing} off the list`}
          told={`While ${id} is offline, ${removing} may no longer charge there, unless it lets unknown id tags charge. The id tag itself stays.`}
          does="Take it off"
          doIt={() => void takeOff(removing)}
          close={() => remove(undefined)}
        />
      )}
    </>
  );
}

function columnsOf(remove: ((idTag: string) => void) | undefined): Column<Entry>[] {
  const info = (one: Entry, name: string) => one.idTagInfo[name] as string | undefined;
  const told: Column<Entry>[] = [
    { name: "Id tag", width: "minmax(9rem, 1.5fr)", cell: (one) => <Link to={["id-tags", one.idTag]}>{one.idTag}</Link> },
    {
      name: "Offline it is",
      width: "minmax(7rem, 1fr)",
      cell: (one) => <Badge tone={info(one, "status") === "Accepted" ? "good" : "bad"}>{info(one, "status") ?? "not told"}</Badge>,
    },
    { name: "Group", width: "minmax(7rem, 1fr)", aside: true, cell: (one) => info(one, "parentIdTag") ?? <span class="faint">none</span> },
    {
      name: "Expires",
      width: "minmax(9rem, 1.2fr)",
      aside: true,
      cell: (one) => {
        const at = info(one, "expiryDate");
        return at ? <At at={at} /> : <span class="faint">never</span>;
      },
    },
  ];
  if (!remove) return told;
  const button = (one: Entry) => (
    <button class="small" aria-label={`Take off ${one.idTag}`} onClick={() => remove(one.idTag)}>
      Take off…
    </button>
  );
  return [...told, { name: "", width: "8rem", cell: button }];
}
