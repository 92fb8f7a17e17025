// The configuration keys as last told, with what they mean; and setting them.
import { useState } from "preact/hooks";
import { useLive } from "../../../api/live.ts";
import type { Schemas } from "../../../api/types.ts";
import { useMay } from "../../../auth/roles.ts";
import { Confirm } from "../../../parts/dialog.tsx";
import { Empty, Failure, Loading, Stale } from "../../../parts/said.tsx";
import { Search } from "../../../parts/search.tsx";
import { Ago, duration, useNow } from "../../../parts/time.tsx";
import { filter, useAddress } from "../../../router.ts";
import { Outcome } from "../command_form.tsx";
import { useOrder } from "../sending.ts";
import type { PartGiven } from "../view.tsx";
import { DriftPanel, useDrift } from "./drift.tsx";
import { EditKey } from "./editing.tsx";
import { isSecret } from "./keys.ts";
import { KeyGroups } from "./list.tsx";
import type { Known } from "./list.tsx";

export function Configuration({ id, chargePoint }: PartGiven) {
  const { query } = useAddress();
  const params = { chargePointId: id };
  const known = useLive("/charge-points/{chargePointId}/configuration", { params });
  const compared = useDrift({ id, chargePoint });
  const reading = useOrder<Schemas["CommandResults"]>();
  const rotation = useOrder();
  const [editing, edit] = useState<Known | "another">();
  const mayChange = useMay("operator");
  const text = (query.get("q") ?? "").toLowerCase();
  const settable = query.get("keys") === "settable";
  if (!known.data) return known.problem ? <Failure problem={known.problem} again={known.again} /> : <Loading />;
  const { items, unknown, completeAt } = known.data;
  const shown = items.filter((one) => (!settable || !one.readonly) && `${one.key} ${one.value ?? ""}`.toLowerCase().includes(text));
  const changed = () => {
    known.again();
    compared.again();
  };
  const read = async () => {
    await reading.order("POST", "/charge-points/{chargePointId}/configuration/read", { params }, {});
    changed();
  };
  const rotate = async () => {
    await rotation.order("POST", "/charge-points/{chargePointId}/authorization-key", { params });
    changed();
  };
  const readAnew = mayChange && (
    <button disabled={reading.busy || !chargePoint.connected} onClick={() => void read()}>
      {reading.busy ? <Reading /> : items.length ? "Read anew" : "Read its keys"}
    </button>
  );
  return (
    <>
      <Stale problem={known.problem} />
      {reading.problem && <Failure problem={reading.problem} />}
      {reading.result?.items.some((one) => one.status !== "Answered") && (
        <p class="stale" role="status">
          It has not told its keys: {reading.result.items.map((one) => one.status).join(", ")}. The history under Commands says more.
        </p>
      )}
      {items.length > 0 && <DriftPanel id={id} compared={compared} changed={changed} />}
      <section class="panel" aria-label="Configuration keys">
        <div class="filters">
          <Search label="Search keys and values" value={query.get("q") ?? ""} change={(typed) => filter({ q: typed })} />
          <button aria-pressed={settable} onClick={() => filter({ keys: settable ? null : "settable" })}>
            Only what can be set
          </button>
          {readAnew}
          {mayChange && <button onClick={() => edit("another")}>Set another key…</button>}
          <span class="faint">
            {completeAt ? (
              <>
                All keys read <Ago at={completeAt} />
              </>
            ) : (
              items.length > 0 && "Some of its keys only: it has not told all of them yet."
            )}
          </span>
        </div>
        {!items.length ? (
          <Empty title="Nothing is known of its configuration.">
            <p>{chargePoint.connected ? "Ask it for its keys: it takes a second or two." : "It can be asked once it is connected."}</p>
          </Empty>
        ) : (
          !shown.length && <Empty title="No key is like that." />
        )}
        <KeyGroups items={shown} drift={compared.drift?.items ?? []} edit={mayChange ? edit : undefined} />
        {unknown.length > 0 && (
          <p class="faint">It was asked for keys that it does not know: {unknown.map((one) => one.key).join(", ")}.</p>
        )}
        <Outcome sending={{ ...rotation, command: rotation.result }} />
      </section>
      {editing && editing !== "another" && isSecret(editing.key) ? (
        <Confirm
          title="Give it another AuthorizationKey"
          told="A new key is made and sent, and the one it has no longer opens a connection. Nobody sees it, here or anywhere else."
          does="Give it another"
          doIt={() => void rotate()}
          close={() => edit(undefined)}
        />
      ) : (
        editing && (
          <EditKey
            id={id}
            begin={editing === "another" ? "" : editing.key}
            value={editing === "another" ? undefined : editing.value}
            wanted={editing === "another" ? undefined : compared.drift?.items.find((one) => one.key === editing.key)?.wanted}
            changed={changed}
            close={() => edit(undefined)}
          />
        )
      )}
    </>
  );
}

function Reading() {
  const [began] = useState(Date.now);
  const now = useNow();
  return <>Reading its keys, {duration(now - began)}…</>;
}
