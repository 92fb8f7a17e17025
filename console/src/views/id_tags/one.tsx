// One id tag: how it stands and why, where it charges, and who is in its group.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import { useLive } from "../../api/live.ts";
import type { IdTag } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { Fact } from "../../parts/facts.tsx";
import { Link } from "../../parts/link.tsx";
import { Empty, Failure, Loading, Stale } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import { At } from "../../parts/time.tsx";
import { addressOf, go } from "../../router.ts";
import { Reserve } from "../reservations/reserving.tsx";
import { AddIdTag } from "./adding.tsx";
import { ChangeIdTag } from "./changing.tsx";
import { ChargingNow, Latest } from "./charging.tsx";
import { Group } from "./members.tsx";
import { StandingBadge, standingOf } from "./standing.tsx";

const MISSING = 404;

export function OneIdTag({ idTag }: { idTag: string }) {
  const live = useLive("/id-tags/{idTag}", { params: { idTag } });
  if (live.problem?.status === MISSING) return <Missing idTag={idTag} added={live.again} />;
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  const tag = live.data;
  return (
    <>
      <div class="title">
        <h1>{tag.idTag}</h1>
        <StandingBadge tag={tag} />
        <span class="faint">{standingOf(tag).why}</span>
        <Actions tag={tag} etag={live.etag} changed={live.again} />
      </div>
      <Stale problem={live.problem} />
      <section class="panel" aria-label="What is set">
        <dl class="facts">
          <Fact name="Group">{tag.parentIdTag ? <Link to={["id-tags", tag.parentIdTag]}>{tag.parentIdTag}</Link> : "none"}</Fact>
          <Fact name="Expires">{tag.expiryDate ? <At at={tag.expiryDate} /> : "never"}</Fact>
          <Fact name="Blocked">{tag.blocked ? "yes" : "no"}</Fact>
          <Fact name="At the same time">{tag.maxActiveTransactions ?? "no limit"}</Fact>
        </dl>
      </section>
      <div class="cards">
        <ChargingNow idTag={tag.idTag} />
        <Latest idTag={tag.idTag} />
      </div>
      {tag.parentIdTag && <Group group={tag.parentIdTag} except={tag.idTag} title={`Others in ${tag.parentIdTag}`} />}
      <Group group={tag.idTag} title={`Members of ${tag.idTag}`} />
    </>
  );
}

/** None of ours: a card that somebody showed, or a group that is none itself. */
function Missing({ idTag, added }: { idTag: string; added: () => void }) {
  const mayAdd = useMay("operator");
  const [adding, add] = useState(false);
  const close = () => {
    add(false);
    added();
  };
  return (
    <>
      <div class="title">
        <h1>{idTag}</h1>
        <Badge tone="off">Unknown</Badge>
      </div>
      <Empty title="It is no id tag of yours.">
        <p>A charge point that asks about it is told Invalid. Others may have it as their group all the same.</p>
        {mayAdd && <button onClick={() => add(true)}>Add it…</button>}
      </Empty>
      <Group group={idTag} title={`Members of ${idTag}`} />
      {adding && <AddIdTag idTag={idTag} close={close} />}
    </>
  );
}

function Actions({ tag, etag, changed }: { tag: IdTag; etag: string | null; changed: () => void }) {
  const mayChange = useMay("operator");
  const [doing, set] = useState<"change" | "block" | "delete" | "reserve">();
  const { busy, problem, make } = useChange();
  const close = () => set(undefined);
  const params = { idTag: tag.idTag };
  const block = async (blocked: boolean) => {
    await make("PATCH", "/id-tags/{idTag}", { params }, { blocked });
    changed();
  };
  const remove = async () => {
    if (await make("DELETE", "/id-tags/{idTag}", { params }, undefined, etag ? { "If-Match": etag } : {})) go(addressOf("id-tags"));
    else changed();
  };
  if (!mayChange) return null;
  return (
    <>
      <span class="right">
        {tag.status === "Accepted" && <button onClick={() => set("reserve")}>Reserve…</button>}
        <button disabled={busy} onClick={() => set("change")}>
          Change…
        </button>
        {tag.blocked ? (
          <button disabled={busy} onClick={() => void block(false)}>
            Unblock
          </button>
        ) : (
          <button disabled={busy} onClick={() => set("block")}>
            Block…
          </button>
        )}
        <button class="danger" disabled={busy} onClick={() => set("delete")}>
          Delete…
        </button>
      </span>
      {problem && <Failure problem={problem} />}
      {doing === "change" && <ChangeIdTag idTag={tag.idTag} close={() => { close(); changed(); }} />}
      {doing === "reserve" && <Reserve idTag={tag.idTag} close={close} />}
      {doing === "block" && (
        <Confirm
          title={`Block ${tag.idTag}`}
          told="It may not charge from now on, nor may those whose group it is. What charges now goes on."
          does="Block it"
          doIt={() => void block(true)}
          close={close}
        />
      )}
      {doing === "delete" && (
        <Confirm
          title={`Delete ${tag.idTag}`}
          told="It is unknown from now on, and may not charge: its group, its expiry date and its limit are lost. What it has charged stays."
          does="Delete it"
          doIt={() => void remove()}
          close={close}
        />
      )}
    </>
  );
}
