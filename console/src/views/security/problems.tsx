// All problems of the fleet, with what helps; a problem that is dealt with can be cleared.
import { useMemo, useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import { usePaged } from "../../api/paged.ts";
import type { Problem } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Link } from "../../parts/link.tsx";
import { ListedTable } from "../../parts/listed.tsx";
import { Empty, Failure } from "../../parts/said.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago, At } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";

const PART = 50;
const JUDGED = ["Silent"]; // while it is so, there is nothing to clear

export function AllProblems() {
  const problems = usePaged("/problems", {}, PART, PART);
  const [chosen, choose] = useState<Problem>();
  const columns = useMemo(() => columnsOf(choose), []);
  return (
    <>
      <ListedTable
        label="Problems"
        list={problems}
        none={
          <Empty title="No charge point has a problem.">
            <p>What charge points do that somebody should look into comes here by itself, and goes when it is over.</p>
          </Empty>
        }
        columns={columns}
        keyOf={(one) => `${one.chargePointId} ${one.problem} ${one.transactionId}`}
        rowHeight={56}
      />
      {chosen && <ProblemDetails problem={chosen} close={() => choose(undefined)} />}
    </>
  );
}

function columnsOf(choose: (problem: Problem) => void): Column<Problem>[] {
  return [
    {
      name: "Problem",
      width: "minmax(10rem, 1.2fr)",
      cell: (one) => (
        <span class="two">
          <button class="text" onClick={() => choose(one)}>
            {words(one.problem)}
          </button>
          <small>{one.times === 1 ? "once" : `${one.times} times`}</small>
        </span>
      ),
    },
    {
      name: "Charge point",
      width: "minmax(8rem, 1fr)",
      cell: (one) => <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link>,
    },
    { name: "Last", width: "minmax(5.5rem, 0.6fr)", cell: (one) => <Ago at={one.lastAt} /> },
    { name: "What helps", width: "minmax(12rem, 2.6fr)", cell: (one) => <span title={one.remedy}>{one.remedy}</span> },
  ];
}

function ProblemDetails({ problem: one, close }: { problem: Problem; close: () => void }) {
  const [problem, setProblem] = useState<ApiProblem>();
  const mayClear = useMay("operator") && !JUDGED.includes(one.problem);
  const clear = async () => {
    const { chargePointId, problem: what, transactionId } = one;
    const asked = { params: { chargePointId, problem: what }, query: { transactionId } };
    try {
      await send("DELETE", "/charge-points/{chargePointId}/problems/{problem}", asked);
      close();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <Dialog title={`${words(one.problem)}: ${one.chargePointId}`} close={close}>
      <p>
        <strong>What helps:</strong> {one.remedy}
      </p>
      <Facts
        facts={{
          "Charge point": <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link>,
          Transaction: one.transactionId,
          "How often": one.times,
          First: <At at={one.firstAt} />,
          Last: <At at={one.lastAt} />,
          "Seconds without traffic": one.seconds,
          "May hold back the stops of": one.heldBack?.join(", "),
        }}
      />
      {mayClear && <p class="faint">Clearing it says that it is dealt with. If it comes again, it is raised again, and its count begins anew.</p>}
      {problem && <Failure problem={problem} />}
      {mayClear && (
        <footer>
          <button onClick={close}>Leave it</button>
          <button class="danger" onClick={() => void clear()}>
            Clear it
          </button>
        </footer>
      )}
    </Dialog>
  );
}
