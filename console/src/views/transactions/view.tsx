// Who charged what, and when: the list, one of them, and stops that end none that is known.
import { SLOW, useLive } from "../../api/live.ts";
import { Link } from "../../parts/link.tsx";
import { List } from "./list.tsx";
import { One } from "./one.tsx";
import { Orphans } from "./orphans.tsx";

const ORPHANS = "orphans";
const MOST = 50; // of orphan stops that are counted

export function TransactionsView({ steps }: { steps: string[] }) {
  const [first = "", number] = steps;
  if (number !== undefined) return <One key={`${first} ${number}`} id={first} number={number} />;
  return <Lists orphans={first === ORPHANS} />;
}

function Lists({ orphans }: { orphans: boolean }) {
  const totals = useLive("/fleet", {}, SLOW);
  const open = useLive("/orphans", { query: { status: "open", limit: MOST } }, SLOW);
  const count = open.data?.items.length ?? 0;
  const running = totals.data?.runningTransactions;
  return (
    <>
      <div class="title">
        <h1>Transactions</h1>
        <span class="faint">{running ? `${running.number}${running.atLeast ? "+" : ""} running` : ""}</span>
      </div>
      <nav class="parts" aria-label="Parts of the transactions">
        <Link to={["transactions"]} current={!orphans}>
          All
        </Link>
        <Link to={["transactions", ORPHANS]} current={orphans}>
          Orphan stops{count > 0 && <b class="count">{open.data?.cursor ? `${count}+` : count}</b>}
        </Link>
      </nav>
      {orphans ? <Orphans changed={open.again} /> : <List />}
    </>
  );
}
