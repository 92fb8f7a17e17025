// Closing its connection, and deleting it.
import { useState } from "preact/hooks";
import { useChange } from "../../../api/change.ts";
import { useMay } from "../../../auth/roles.ts";
import { Confirm } from "../../../parts/dialog.tsx";
import { Failure } from "../../../parts/said.tsx";
import { addressOf, go } from "../../../router.ts";

const PATH = "/charge-points/{chargePointId}";

export function Ends({ id, connected }: { id: string; connected: boolean }) {
  const changing = useChange();
  const [asking, ask] = useState<"disconnect" | "delete">();
  const mayDisconnect = useMay("operator");
  const mayDelete = useMay("admin");
  const params = { chargePointId: id };
  const remove = async () => {
    if (await changing.make("DELETE", PATH, { params })) go(addressOf("fleet"));
  };
  if (!mayDisconnect) return null;
  return (
    <section class="panel" aria-label="Disconnect or delete">
      <h2>Disconnect or delete</h2>
      {changing.problem && <Failure problem={changing.problem} />}
      <ul class="lines">
        <li>
          <span class="grow">Close its connection. It connects anew; a connection that has died unnoticed is forgotten.</span>
          <button disabled={!connected || changing.busy} onClick={() => ask("disconnect")}>
            Disconnect…
          </button>
        </li>
        {mayDelete && (
          <li>
            <span class="grow">Delete it. Its transactions and its history stay, and its identity can be used again.</span>
            <button class="danger" disabled={changing.busy} onClick={() => ask("delete")}>
              Delete {id}…
            </button>
          </li>
        )}
      </ul>
      {asking === "disconnect" && (
        <Confirm
          title={`Disconnect ${id}`}
          told="A command that waits for its answer ends as ConnectionLost. Cars charge on."
          does="Disconnect it"
          doIt={() => void changing.make("DELETE", `${PATH}/connection`, { params })}
          close={() => ask(undefined)}
        />
      )}
      {asking === "delete" && (
        <Confirm
          title={`Delete ${id}`}
          told="It can connect no more, and what is set for it is lost: its password, its registration, what the CSMS does for it on its own. A running transaction gets no end."
          does={`Delete ${id}`}
          typed={id}
          doIt={() => void remove()}
          close={() => ask(undefined)}
        />
      )}
    </section>
  );
}
