// The roots that charge points have taken, and which of them have one.
import { useMemo, useState } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import type { Item } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Link } from "../../parts/link.tsx";
import { ListedTable } from "../../parts/listed.tsx";
import { Empty, Failure, Loading } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { Ends } from "./ends.tsx";

type Root = Item<"/root-certificates">;
const PART = 50;
const MOST_SHOWN = 1000; // charge points that are listed of one root

export function Roots() {
  const roots = usePaged("/root-certificates", {}, PART, PART);
  const [chosen, choose] = useState<Root>();
  const columns = useMemo(() => columnsOf(choose), []);
  return (
    <>
      <ListedTable
        label="Root certificates"
        list={roots}
        none={
          <Empty title="No charge point has been given a root certificate.">
            <p>
              InstallCertificate, among the commands of a charge point, gives it one; so does <code>csms root-certificates install</code>.
            </p>
          </Empty>
        }
        columns={columns}
        keyOf={(one) => one.sha256}
        rowHeight={56}
      />
      {chosen && <Holders root={chosen} close={() => choose(undefined)} />}
    </>
  );
}

function columnsOf(choose: (root: Root) => void): Column<Root>[] {
  return [
    {
      name: "Root",
      width: "minmax(10rem, 2fr)",
      cell: (one) => (
        <span class="two">
          <strong>{one.subject}</strong>
          <small title={one.sha256}>{one.sha256.slice(0, 16)}…</small>
        </span>
      ),
    },
    { name: "Ends", width: "minmax(8rem, 1fr)", cell: (one) => <Ends at={one.notAfter} /> },
    {
      name: "Charge points",
      width: "7.5rem",
      cell: (one) => (
        <button class="small" onClick={() => choose(one)} aria-label={`Who has ${one.subject}`}>
          Who has it
        </button>
      ),
    },
  ];
}

function Holders({ root, close }: { root: Root; close: () => void }) {
  const path = "/root-certificates/{rootSha256}/charge-points";
  const holders = usePaged(path, { params: { rootSha256: root.sha256 } }, PART, MOST_SHOWN);
  return (
    <Dialog title={`Who has ${root.subject}`} close={close}>
      {holders.problem && <Failure problem={holders.problem} />}
      {!holders.loaded && !holders.problem && <Loading />}
      {holders.loaded && !holders.items.length && <Empty title="Nobody has it any more." />}
      <ul class="lines">
        {holders.items.map((one) => (
          <li key={`${one.chargePointId} ${one.certificateType}`}>
            <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link>
            <span class="grow">{words(one.certificateType)}</span>
            {one.stillThere === false ? <Badge tone="off">Gone since</Badge> : one.stillThere ? <Badge tone="good">Reported</Badge> : null}
            <span class="faint">
              <Ago at={one.installedAt} />
            </span>
          </li>
        ))}
      </ul>
      {holders.more && <p class="faint">There are more: csms root-certificates holders {root.sha256.slice(0, 16)} lists them all.</p>}
    </Dialog>
  );
}
